"""How gunicorn serves the portal: the same under `make run` and under systemd.

The environment may set ROKAD_HOST, PORT, WEB_CONCURRENCY and ROKAD_ACCESS_LOG. gunicorn never faces
the network itself: 200 slow senders stop it, so deploy/haproxy.cfg stands in front.
"""

import os
from pathlib import Path

import gunicorn

gunicorn.SERVER = "R"  # the Server header costs bytes in every answer; gunicorn always sends one

bind = f"{os.environ.get('ROKAD_HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
backlog = 512

worker_class = "gthread"  # a slow reader holds a thread, not a whole process
workers = int(os.environ.get("WEB_CONCURRENCY") or 2 * (os.cpu_count() or 1))
threads = 4
preload_app = False  # database connections belong to the process that opened them
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  holds no content

keepalive = 75  # a new connection over 2G costs a second; longer than the proxy keeps an idle one
timeout = 60
graceful_timeout = 30
max_requests = 20000  # a leak, ours or a library's, ends here
max_requests_jitter = 4000  # not all workers at once

limit_request_line = 4094
limit_request_fields = 50
limit_request_field_size = 4096

errorlog = "-"
loglevel = "warning"
accesslog = "-" if os.environ.get("ROKAD_ACCESS_LOG") else None
# no query: what is searched for there is somebody's mobile or consumer number
access_log_format = '%(h)s %(t)s "%(m)s %(U)s" %(s)s %(b)s %(M)sms'
control_socket_disable = True  # signals are enough; no socket in anyone's home


def post_worker_init(_worker: object) -> None:
    """Refuse to serve on another schema version: the start fails and says what to run."""
    from portal.storage import engine, migrate

    engine.database.connect(reuse_if_open=True)
    migrate.require_current()
