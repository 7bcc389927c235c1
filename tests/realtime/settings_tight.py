"""The product's settings over a layer that has room for one message and so drops most."""

from config.settings import *  # noqa: F403

CHANNEL_LAYERS = {"default": {"BACKEND": "realtime.layers.LocalLayer", "CONFIG": {"capacity": 1}}}
