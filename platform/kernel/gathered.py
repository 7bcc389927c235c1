"""Rows of another table within one statement: a page that shows ten kinds of things about one object
need not ask ten times."""

from typing import Any

from django.db.models import Aggregate, JSONField, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject


class _AsList(Aggregate):
    function = "JSON_GROUP_ARRAY"
    output_field = JSONField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSONB_AGG", **context)


def gathered(rows: QuerySet[Any], key: str, *columns: str) -> Subquery:
    """The `columns` of the rows whose `key` is the outer row's id, as a list of objects in no order;
    None where there are none. For few rows of small columns."""
    mine = rows.filter(**{key: OuterRef("pk")}).order_by().values(key)
    listed = mine.annotate(gathered=_AsList(JSONObject(**{name: name for name in columns})))
    return Subquery(listed.values("gathered"), output_field=JSONField())
