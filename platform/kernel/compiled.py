"""A statement whose SQL is made once. Django builds and compiles a queryset in about a millisecond,
several times what the database needs to answer it; the few statements of every page are kept ready."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from threading import Lock
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql import UpdateQuery

FIRST_MARK = 1_999_990_001
"""Whole numbers that stand for the parameters while the statement is compiled: within an integer
column, and unlikely in a literal."""

Row = TypeVar("Row", bound=Model)


class Compiled:
    """`build(*marks)` returns a `.values_list(...)` queryset whose shape does not depend on values.

    Calling it with as many values returns the rows as tuples, converted as the fields convert them.
    Text parameters are marked by `text={index, ...}`.
    """

    def __init__(
        self,
        build: Callable[..., QuerySet[Any, Any]],
        *,
        parameters: int,
        text: frozenset[int] = frozenset(),
    ) -> None:
        self._build, self._parameters, self._text = build, parameters, text
        self._ready: dict[str, tuple[str, list[Any], list[tuple[int, int]], Any, Any]] = {}
        self._lock = Lock()

    def __call__(self, *values: Any) -> list[Any]:
        return self._rows(*values)[0]

    def _rows(self, *values: Any) -> tuple[list[tuple[Any, ...]], Any]:
        """The rows, and the compiler that knows what their columns are."""
        connection = connections[DEFAULT_DB_ALIAS]
        sql, fixed, places, compiler, converters = self._prepare(connection.vendor)
        parameters = list(fixed)
        for place, index in places:
            parameters[place] = values[index]
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            rows = cursor.fetchall()
        if converters:
            return [tuple(row) for row in compiler.apply_converters(rows, converters)], compiler
        return list(rows), compiler

    def _prepare(self, vendor: str) -> tuple[str, list[Any], list[tuple[int, int]], Any, Any]:
        ready = self._ready.get(vendor)
        if ready is None:
            with self._lock:
                ready = self._ready[vendor] = self._compile()
        return ready

    def _compile(self) -> tuple[str, list[Any], list[tuple[int, int]], Any, Any]:
        marks: list[Any] = [FIRST_MARK + i for i in range(self._parameters)]
        for index in self._text:
            marks[index] = str(marks[index])
        queryset = self._build(*marks)
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        fixed = list(parameters)
        places = [(p, marks.index(v)) for p, v in enumerate(fixed) if v in marks]
        if {index for _, index in places} != set(range(self._parameters)):
            raise ValueError("a parameter did not reach the statement")
        converters = compiler.get_converters([column for column, *_ in compiler.select])
        return sql, fixed, places, compiler, converters


class _Shape:
    """Which columns of a row are whose, worked out once for a statement."""

    def __init__(self, compiler: Any) -> None:
        info = compiler.klass_info
        self._model: type[Model] = info["model"]
        self._own = slice(info["select_fields"][0], info["select_fields"][-1] + 1)
        self._names = [column[0].target.attname for column in compiler.select[self._own]]
        # The stubs are of a later Django, where it takes one word more.
        self._related = get_related_populators(info, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]
        self._more = list(compiler.annotation_col_map.items())

    def object_of(self, row: tuple[Any, ...]) -> Any:
        thing = self._model.from_db(DEFAULT_DB_ALIAS, self._names, row[self._own])
        for populator in self._related:
            populator.populate(row, thing)
        for name, place in self._more:
            setattr(thing, name, row[place])
        return thing


class CompiledObjects(Compiled, Generic[Row]):
    """The same for a queryset of objects, with what it selects of related ones; what a queryset would
    read besides (`prefetch_related`) is not read. Calling it returns the objects."""

    def __init__(
        self,
        build: Callable[..., QuerySet[Any, Any]],
        *,
        parameters: int,
        text: frozenset[int] = frozenset(),
    ) -> None:
        super().__init__(build, parameters=parameters, text=text)
        self._shapes: dict[int, _Shape] = {}

    def __call__(self, *values: Any) -> list[Row]:
        rows, compiler = self._rows(*values)
        if not rows:
            return []
        shape = self._shapes.get(id(compiler))
        if shape is None:  # the compiler is kept for good, so its id is its own
            shape = self._shapes[id(compiler)] = _Shape(compiler)
        return [shape.object_of(row) for row in rows]

    def one(self, *values: Any) -> Row | None:
        """The first of the objects; None where there is none."""
        return next(iter(self(*values)), None)


class CompiledUpdate:
    """The same for a change of rows: `build(*marks)` returns the queryset of the rows and the new values
    by name. Calling it with as many values returns how many rows there were. Moments are marked by
    `moments={index, ...}`, and may not be None; all others are whole numbers, or None for a column that
    is set."""

    def __init__(
        self,
        build: Callable[..., tuple[QuerySet[Any, Any], dict[str, Any]]],
        *,
        parameters: int,
        moments: frozenset[int] = frozenset(),
    ) -> None:
        self._build, self._parameters, self._moments = build, parameters, moments
        self._ready: dict[str, tuple[str, list[Any], list[tuple[int, int]]]] = {}
        self._lock = Lock()

    def __call__(self, *values: Any) -> int:
        connection = connections[DEFAULT_DB_ALIAS]
        sql, fixed, places = self._prepare(connection)
        adapted = self._adapted(connection, values)
        parameters = list(fixed)
        for place, index in places:
            parameters[place] = adapted[index]
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return int(cursor.rowcount)

    def _adapted(self, connection: Any, values: tuple[Any, ...]) -> list[Any]:
        adapt = connection.ops.adapt_datetimefield_value
        return [adapt(v) if i in self._moments else v for i, v in enumerate(values)]

    def _prepare(self, connection: Any) -> tuple[str, list[Any], list[tuple[int, int]]]:
        ready = self._ready.get(connection.vendor)
        if ready is None:
            with self._lock:
                ready = self._ready[connection.vendor] = self._compile(connection)
        return ready

    def _compile(self, connection: Any) -> tuple[str, list[Any], list[tuple[int, int]]]:
        marks = tuple(
            datetime(1907, 3, 1, tzinfo=UTC) + timedelta(minutes=i)
            if i in self._moments
            else FIRST_MARK + i
            for i in range(self._parameters)
        )
        rows, new = self._build(*marks)
        query: Any = rows.query.chain(UpdateQuery)
        query.add_update_values(new)
        sql, parameters = query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
        fixed, adapted = list(parameters), self._adapted(connection, marks)
        places = [(p, adapted.index(v)) for p, v in enumerate(fixed) if v in adapted]
        if {index for _, index in places} != set(range(self._parameters)):
            raise ValueError("a parameter did not reach the statement")
        return sql, fixed, places


def write_new(thing: Model) -> None:
    """What `save` does for an object that has no id yet, by a statement that is made once for each kind.
    Signals are not sent."""
    connection = connections[DEFAULT_DB_ALIAS]
    fields = thing._meta.local_concrete_fields
    values = [
        field.get_db_prep_save(field.pre_save(thing, True), connection) for field in fields[1:]
    ]
    with connection.cursor() as cursor:
        cursor.execute(_insertion(type(thing), connection.vendor), values)
        thing.pk = cursor.fetchone()[0]
    thing._state.adding, thing._state.db = False, DEFAULT_DB_ALIAS


@cache
def _insertion(model: type[Model], vendor: str) -> str:
    """Of all columns but the id, which comes first."""
    quote = connections[DEFAULT_DB_ALIAS].ops.quote_name
    own, *columns = [quote(str(field.column)) for field in model._meta.local_concrete_fields]
    if not model._meta.local_concrete_fields[0].primary_key:
        raise ValueError(f"the id of {model.__name__} does not come first")
    marks = ", ".join(["%s"] * len(columns))
    table = quote(model._meta.db_table)
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks}) RETURNING {own}"  # noqa: S608  our own names
