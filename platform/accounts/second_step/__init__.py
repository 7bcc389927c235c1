"""The second step of logging in: an app's codes, passkeys and recovery codes, by allauth.mfa."""
