"""Opening hours as plain values: reading what people type, writing what people and machines read.

Nothing here touches the database or the clock: every function takes the day or moment it is asked about.
"""
