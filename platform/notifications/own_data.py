"""What is kept of a person here."""

from accounts.own_data.holdings import GONE, STAYS, hold

hold("notifications.keptthing", "person", GONE)
hold("notifications.notification", "person", GONE)
hold("notifications.notification", "actor", STAYS, told=False)
hold("notifications.preferences", "person", GONE)
hold("notifications.receivedmail", "person", GONE)
hold("notifications.savedsearch", "person", GONE)
hold("notifications.watch", "person", GONE)
