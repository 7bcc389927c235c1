"""Databases prepared once and copied: each empty site would cost half a minute of migrations."""

import atexit
import os
import secrets

import psycopg


def _in_its_server(statement: str) -> None:
    with psycopg.connect(os.environ["TEST_DATABASE_URL"], autocommit=True) as connection:
        connection.execute(statement)


def name_of(address: str) -> str:
    """The database that an address names."""
    return address.rsplit("/", 1)[1]


def keep(address: str) -> str:
    """Copies a PostgreSQL database that nobody is connected to; the copy's name."""
    copy = f"rynek_pattern_{secrets.token_hex(6)}"
    _in_its_server(f"CREATE DATABASE {copy} TEMPLATE {name_of(address)}")
    atexit.register(_forget, copy)
    return copy


def bring_back(address: str, copy: str) -> None:
    """Puts what was kept in the place of an empty database."""
    _in_its_server(f"DROP DATABASE {name_of(address)} WITH (FORCE)")
    _in_its_server(f"CREATE DATABASE {name_of(address)} TEMPLATE {copy}")


def _forget(copy: str) -> None:
    try:
        _in_its_server(f"DROP DATABASE IF EXISTS {copy} WITH (FORCE)")
    except psycopg.OperationalError:  # the server has been stopped, and its data with it
        return
