"""What is kept of a person by the accounts themselves and by the libraries below them."""

from accounts.former import leave_for_good
from accounts.own_data.holdings import FREED, GONE, STAYS, besides, hold

hold("account.emailaddress", "user", GONE)
hold("accounts.apitoken", "person", GONE)
hold("accounts.datacopy", "person", GONE, hide="store")
hold("accounts.formerhandle", "person", FREED, told=False)
hold("accounts.hush", "person", GONE)
hold("accounts.hush", "other", GONE, told=False)
hold("accounts.invitation", "by", GONE)
hold("accounts.invitation", "accepted_by", GONE, told=False)
hold("accounts.opensession", "person", GONE, hide="session_key")
hold("accounts.user_groups", "user", GONE)
hold("accounts.user_user_permissions", "user", GONE)
hold("admin.logentry", "user", STAYS)
hold("mfa.authenticator", "user", GONE, hide="data")
hold("socialaccount.socialaccount", "user", GONE)

besides.append(leave_for_good)
