"""Write the app's secrets from the environment, where a container gets them: python deploy/write_secrets.py.

CLASSROOM_DATABASE   the URL of a database that servers share
TRUSTED_PROXY        true, only behind a proxy that sets X-Real-IP
SCHEDULER            the address of Dask's scheduler
INSTRUCTORS          e-mails with commas between them; with the next five, their sign-in in place of the passphrase
OIDC_REDIRECT_URI, OIDC_COOKIE_SECRET, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_METADATA_URL
TRUST_UNVERIFIED_EMAILS  true, only if the provider sets e-mails itself and leaves "email_verified" out

What is not set, or empty, is left out. `.streamlit/secrets.example.toml` says what each is for. CLASSROOM_PASSPHRASE is
read by the app itself.
"""

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

VALUES = {"connections.classroom.url": "CLASSROOM_DATABASE", "scheduler": "SCHEDULER"}
SWITCHES = {"trusted_proxy": "TRUSTED_PROXY", "trust_unverified_emails": "TRUST_UNVERIFIED_EMAILS"}
AUTH = {
    "redirect_uri": "OIDC_REDIRECT_URI",
    "cookie_secret": "OIDC_COOKIE_SECRET",
    "client_id": "OIDC_CLIENT_ID",
    "client_secret": "OIDC_CLIENT_SECRET",
    "server_metadata_url": "OIDC_METADATA_URL",
}


def as_toml(environment: Mapping[str, str]) -> str:
    """The secrets; SystemExit where a part of the sign-in is missing or a switch is neither true nor false."""
    given = {name: value.strip(" ,") for name, value in environment.items() if value.strip(" ,")}
    lines = [f"{key} = {_text(given[name])}" for key, name in VALUES.items() if name in given]
    for key, name in SWITCHES.items():
        if given.get(name, "false").lower() not in ("true", "false"):
            raise SystemExit(f"{name} is true or false")
        if given.get(name, "").lower() == "true":
            lines.append(f"{key} = true")
    needed = ("INSTRUCTORS", *AUTH.values())
    missing = [name for name in needed if name not in given]
    if missing and len(missing) < len(needed):  # else the passphrase would hold, and nobody would know
        raise SystemExit(f"For the sign-in at a provider, set also {', '.join(missing)}")
    if not missing:
        emails = [email.strip() for email in given["INSTRUCTORS"].split(",") if email.strip()]
        lines += [f"instructors = [{', '.join(map(_text, emails))}]", "", "[auth]"]
        lines += [f"{key} = {_text(given[name])}" for key, name in AUTH.items()]
    return "\n".join(lines) + "\n"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")  # else a string of JSON is one of TOML


def main() -> None:
    """Write them where Streamlit looks for those of its user, readable by nobody else."""
    path, text = Path.home() / ".streamlit" / "secrets.toml", as_toml(os.environ)
    path.parent.mkdir(exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")
    sys.stdout.write(f"Secrets from the environment are in {path}\n")


if __name__ == "__main__":
    main()
