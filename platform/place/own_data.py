"""What is kept of a person here: who changed what the place is stays with the change."""

from accounts.own_data.holdings import STAYS, hold

hold("place.change", "by", STAYS)
hold("place.wording", "by", STAYS)
