"""Owns a bare web page on the portal's stack: the floor for pages a second.

A Litestar handler renders a Jinja2 template that inherits from another one and has as many rows as are asked for. It
knows nobody, asks no database and has no form.
"""

import sys

import uvicorn
from jinja2 import DictLoader, Environment
from litestar import Litestar, MediaType, Response, get
from litestar.params import FromPath

BASE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title }}</title>
<link rel="stylesheet" href="/static/page.css">
</head>
<body>
<header><a href="/">{{ title }}</a></header>
<main>
<h1>{{ title }}</h1>
{% block page %}{% endblock %}
</main>
<footer><p><a href="/help">Get help with this page</a></p></footer>
</body>
</html>
"""

PAGE = """{% extends "base.html" %}
{% block page %}
<p>Hello {{ name }}.</p>
<dl class="answers">
{% for row in rows %}
<div>
<dt>{{ row.name }}</dt>
<dd class="value">{{ row.value }}</dd>
</div>
{% endfor %}
</dl>
{% endblock %}
"""

templates = Environment(
    loader=DictLoader({"base.html": BASE, "page.html": PAGE}), autoescape=True, auto_reload=False, trim_blocks=True
)


@get("/{rows:int}", sync_to_thread=False)
def get_page(rows: FromPath[int]) -> Response[str]:
    """Give a page of so many rows."""
    told = [{"name": f"Name {number}", "value": f"What is said of it, {number} & more"} for number in range(rows)]
    html = templates.get_template("page.html").render(title="A bare page", name="<somebody>", rows=told)
    return Response(html, media_type=MediaType.HTML)


if __name__ == "__main__":
    uvicorn.run(
        Litestar([get_page], openapi_config=None, logging_config=None),
        host="127.0.0.1", port=int(sys.argv[1]), log_config=None, log_level="warning", access_log=False,
        server_header=False, proxy_headers=False, ws="none",
    )  # fmt: skip
