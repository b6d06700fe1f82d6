"""Signs the requests of schemathesis in.

An administrator makes most of them. An operation that ends sessions gets a new account for each request, so
that it neither signs the others out nor is left out.
"""

import itertools
import os
import uuid
from urllib.parse import urljoin

import requests
import schemathesis

PASSWORD = "correct horse 9"
ENDS_SESSIONS = {
    ("POST", "/api/auth/logout"),
    ("POST", "/api/auth/logout-all"),
    ("DELETE", "/api/auth/sessions/{id}"),
    ("DELETE", "/api/auth/me"),
    ("PUT", "/api/auth/password"),
}
numbers = itertools.count()
run = uuid.uuid4().hex


def token_from(base_url, path, body):
    response = requests.post(urljoin(base_url, path), json=body, timeout=30)
    response.raise_for_status()
    return response.json()["token"]


def register(base_url):
    account = {"email": f"{run}-{next(numbers)}@example.com", "password": PASSWORD, "name": "Ann"}
    return token_from(base_url, "/api/auth/register", account)


def sign_in_administrator(base_url):
    account = {"email": os.environ["ADMIN_EMAIL"], "password": os.environ["ADMIN_PASSWORD"]}
    return token_from(base_url, "/api/auth/login", account)


def ends_sessions(context):
    operation = context.operation
    return (operation.method.upper(), operation.path) in ENDS_SESSIONS


class Bearer:
    def set(self, case, token, context):
        case.headers = case.headers or {}
        case.headers["Authorization"] = f"Bearer {token}"


@schemathesis.auth(refresh_interval=None).apply_to(func=ends_sessions)
class OwnAccount(Bearer):
    def get(self, case, context):
        return register(context.operation.base_url)


@schemathesis.auth(refresh_interval=None).skip_for(func=ends_sessions)
class Administrator(Bearer):
    token = None

    def get(self, case, context):
        if Administrator.token is None:
            Administrator.token = sign_in_administrator(context.operation.base_url)
        return Administrator.token
