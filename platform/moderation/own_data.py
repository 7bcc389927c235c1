"""What is kept of a person here: what was decided about somebody stays with the decision."""

from accounts.own_data.holdings import STAYS, hold

hold("moderation.act", "person", STAYS)
hold("moderation.act", "by", STAYS, told=False)
hold("moderation.decision", "author", STAYS)
hold("moderation.decision", "moderator", STAYS, told=False)
hold("moderation.report", "reporter", STAYS)
hold("moderation.screened", "by", STAYS, told=False)
