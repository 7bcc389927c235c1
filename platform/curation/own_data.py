"""What is kept of a person here. The words that were taken up carry the name by the account."""

from accounts.own_data.holdings import STAYS, hold
from accounts.own_data.texts import Text, nothing_to_tell, texts

hold("curation.gathering", "by", STAYS)
hold("curation.said", "author", STAYS)
texts.append(Text("curation.said", ("body",), nothing_to_tell))
for model in ("canned", "duplicate", "feature", "setaside"):
    hold(f"curation.{model}", "by", STAYS)
texts.append(Text("curation.canned", ("body_pl", "body_en"), nothing_to_tell))
texts.append(Text("curation.duplicate", ("remark",), nothing_to_tell))
