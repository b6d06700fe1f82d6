"""Signs the requests of schemathesis in.

One account makes most of them. An operation that ends sessions gets a new account for each request, so
that it neither signs the others out nor is left out.
"""

import itertools
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


def register(base_url):
    account = {"email": f"{run}-{next(numbers)}@example.com", "password": PASSWORD, "name": "Ann"}
    response = requests.post(urljoin(base_url, "/api/auth/register"), json=account, timeout=30)
    response.raise_for_status()
    return response.json()["token"]


def ends_sessions(context):
    operation = context.operation
    return (operation.method.upper(), operation.path) in ENDS_SESSIONS


class Bearer:
    def get(self, case, context):
        return register(context.operation.base_url)

    def set(self, case, token, context):
        case.headers = case.headers or {}
        case.headers["Authorization"] = f"Bearer {token}"


@schemathesis.auth(refresh_interval=None).apply_to(func=ends_sessions)
class OwnAccount(Bearer):
    pass


@schemathesis.auth(refresh_interval=None).skip_for(func=ends_sessions)
class SharedAccount(Bearer):
    token = None

    def get(self, case, context):
        if SharedAccount.token is None:
            SharedAccount.token = super().get(case, context)
        return SharedAccount.token
