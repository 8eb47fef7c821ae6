"""Files read into a register: choosing, sending, what was found, taking in, how far it is."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from portal.actions import import_reading as reading
from portal.actions import imports as deeds
from portal.domain.imports import KINDS, JobHasFaults, JobIsUnknown
from portal.domain.refusals import Refusal
from portal.domain.register_columns import titles_of
from portal.domain.sheet import MOST_BYTES
from portal.storage import imports
from portal.storage.reference import chart
from portal.web.access import allow, doer, here
from portal.web.fields import ChoiceField, PageForm
from portal.web.filters import rs
from portal.web.house import house
from portal.web.locale import language
from portal.web.once import slip
from portal.web.page import page, piece, see
from portal.web.uploads import sent_file, takes_file

bp = Blueprint("imports", __name__)
FAULTS_A_PAGE = 15
NAMES = {"members": _l("Members"), "accounts": _l("Accounts"), "days": _l("Past days")}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class FileForm(PageForm):
    """Which register, and (read apart) the file."""

    kind = ChoiceField(_l("What is in the file?"))


class TakeForm(PageForm):
    """What happens with rows that have faults, and with what heads and registers differ by."""

    rest = ChoiceField(_l("What happens with the difference?"))


@bp.get("/registers/import")
@allow("import_register")
def choose() -> Response:
    """Offer the kinds of files with their templates, and the files sent so far."""
    here()
    return _choose(FileForm(formdata=None, data={"kind": "members"}))


def _choose(form: FileForm, status: int = 200, refusal: str | None = None) -> Response:
    return page(
        "imports/choose.html", status, form=form, names=NAMES, refusal=refusal,
        jobs=imports.latest_jobs(here().id, 10),
    )  # fmt: skip


@bp.post("/registers/import")
@allow("import_register")
@takes_file(MOST_BYTES + 1_048_576)
def send() -> Response:
    """Check a file; nothing is taken in yet."""
    society = here()
    form = FileForm()
    kind = form.kind.data if form.kind.data in KINDS else "members"
    name, content = sent_file("file")
    try:
        paper = slip({"kind": kind, "name": name, "digest": reading.digest_of(content).hex()})
        done = deeds.send_file(doer(), paper, society.id, kind, name, content, house().sheets)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
        return _choose(form, 422, refusal.name)
    return see(done.location)


@bp.get("/registers/import/template/<kind>.<ending>")
@allow("import_register")
def template(kind: str, ending: str) -> Response:
    """Hand out an empty file with the right headings."""
    if kind not in KINDS or ending not in ("csv", "xlsx"):
        raise JobIsUnknown
    content = house().sheets.template(kind, ending, gettext, language() == "hi")
    return _file(content, f"rokad-{kind}.{ending}")


def _file(content: bytes, name: str) -> Response:
    kind = XLSX if name.endswith("xlsx") else "text/csv"
    answer = Response(content, mimetype=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@bp.get("/registers/import/<int:job_id>")
@allow("import_register")
def job(job_id: int) -> Response:
    """Show what was found in a file, or how far it is taken in."""
    here()
    return _job(job_id, TakeForm(formdata=None, data={"rest": "park"}))


def _job(job_id: int, form: TakeForm, status: int = 200, refusal: str | None = None) -> Response:
    look = deeds.look_at(here().id, job_id)
    faults = look.report.get("faults", [])
    pages = max(1, -(-len(faults) // FAULTS_A_PAGE))
    typed = request.args.get("page", "1")
    is_number = typed.isascii() and typed.isdigit() and len(typed) < 7
    number = min(max(int(typed), 1), pages) if is_number else 1
    shown = faults[(number - 1) * FAULTS_A_PAGE : number * FAULTS_A_PAGE]
    return page(
        "imports/job.html", status, look=look, job=look.job, report=look.report, names=NAMES,
        faults=shown, page_no=number, pages=pages, form=form, refusal=refusal, chart=chart(),
    )  # fmt: skip


@bp.post("/registers/import/<int:job_id>")
@allow("import_register")
def take(job_id: int) -> Response:
    """Let a checked file be taken in, or bring its waiting opening balances into the books."""
    society = here()
    form = TakeForm()
    wish = "openings" if "openings" in request.form else "take"
    only_good, park = request.form.get("take") == "good", form.rest.data != "leave"
    paper = slip({"wish": wish, "only_good": only_good, "park": park})
    try:
        if wish == "openings":
            done = deeds.post_openings(doer(), paper, society.id, job_id)
        else:
            done = deeds.start_job(
                doer(), paper, society.id, job_id, only_good=only_good, park=park
            )
    except JobHasFaults as refusal:
        form.refuse(refusal)
        return _job(job_id, form, 409, refusal.name)
    return see(done.location)


@bp.get("/registers/import/<int:job_id>/progress")
@allow("import_register")
def progress(job_id: int) -> Response:
    """Say how far a file is taken in, for the page that shows it."""
    return piece("imports/_progress.html", job=deeds.job_of(here().id, job_id))


@bp.get("/registers/import/<int:job_id>/report")
@allow("import_register")
def report(job_id: int) -> Response:
    """Hand out the file with every fault marked in its cell."""
    found = deeds.job_of(here().id, job_id)
    content = reading.marked_file(found, house().sheets, gettext, language() == "hi")
    return _file(content, f"rokad-{found.kind}-{found.id}.xlsx")


@bp.app_template_global()
def fault_text(message: str, params: dict[str, object]) -> str:
    """Say a finding in the page's language."""
    text = gettext(message)
    return text % params if params else text


@bp.app_template_global()
def column_name(kind: str, column: str) -> str:
    """Name a column of a file as its template does."""
    return titles_of(kind, language() == "hi").get(column, column)


@bp.app_template_filter()
def counted(number: int) -> str:
    """Write how many with lakh grouping."""
    return rs(number * 100)
