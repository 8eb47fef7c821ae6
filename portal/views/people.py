"""Who works in a society: the list of colleagues of its manager, or of the administrator."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext as _l
from wtforms import PasswordField

from portal.actions import staff as deeds
from portal.domain.refusals import Refusal
from portal.storage import csc_people, people
from portal.storage.people import Person
from portal.storage.reference import roles
from portal.web.access import allow, doer, here, person
from portal.web.fields import ChoiceField, PageForm, WordsField
from portal.web.house import house
from portal.web.locale import in_language
from portal.web.once import slip
from portal.web.page import page, see

bp = Blueprint("people", __name__)


class ColleagueForm(PageForm):
    """Someone who is to sign in."""

    name_hi = WordsField(_l("Name"), most=60)
    name_en = WordsField(_l("Name in Roman letters"), most=60)
    username = WordsField(_l("User name"), most=30)
    role = ChoiceField(_l("Role"))
    password = PasswordField(_l("First password"))


class CscForm(PageForm):
    """The CSC ID of a colleague, empty for none."""

    csc_id = WordsField(_l("CSC ID"), most=24, is_number=True)


class NewPasswordForm(PageForm):
    """A new password for a colleague who forgot theirs."""

    new_password = PasswordField(_l("New password"))


def _form(**kwargs: object) -> ColleagueForm:
    form = ColleagueForm(**kwargs)
    names = roles()
    form.role.choices = [
        (role, in_language(names[role]["name_hi"], names[role]["name_en"]))
        for role in deeds.roles_given_by(person().role)
    ]
    return form


def _list_page(form: ColleagueForm, status: int = 200, refusal: str | None = None) -> Response:
    return page(
        "people/people.html", status, form=form, colleagues=people.colleagues(here().id),
        roles=roles(), may_help=deeds.roles_given_by(person().role), refusal=refusal,
        is_done=bool(request.args.get("done")),
    )  # fmt: skip


@bp.get("/people")
@allow("manage_colleagues")
def colleagues() -> Response:
    """Show who works in the society."""
    here()
    return _list_page(_form(formdata=None))


@bp.post("/people")
@allow("manage_colleagues")
def add_colleague() -> Response:
    """Let someone sign in."""
    society = here()
    form = _form()
    data = {name: form[name].data or "" for name in ("username", "role", "name_hi", "name_en")}
    try:
        if not form.validate():
            return _list_page(form, 422)
        done = deeds.add_colleague(
            doer(), slip(data), house().guards, society.id, password=form.password.data or "",
            **data,
        )  # fmt: skip
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(_at_password(refusal))
        return _list_page(form, 422, refusal.name)
    return see(done.location)


def _at_password(refusal: Refusal) -> Refusal:
    """Show a weak password at the field of this form."""
    if refusal.field == "new_password":
        refusal.field = "password"
    return refusal


def _colleague(person_id: int) -> Person:
    found = people.person(person_id)
    if found is None or found.society_id != here().id:
        raise deeds.PersonIsUnknown
    return found


@bp.get("/people/<int(max=2147483647):person_id>")
@allow("manage_colleagues")
def colleague(person_id: int) -> Response:
    """Show one colleague: new password, CSC ID, or switch off."""
    return _person_page(_colleague(person_id))


def _person_page(
    one: Person, status: int = 200, refusal: str | None = None, form: PageForm | None = None
) -> Response:
    """Show a colleague with the form that was refused, if one was."""
    csc_form = None
    if house().csc_sign_in or house().wallet_gateway:
        is_it = isinstance(form, CscForm)
        csc_form = form if is_it else CscForm(formdata=None, csc_id=csc_people.csc_id_of(one.id))
    shown = form if isinstance(form, NewPasswordForm) else NewPasswordForm(formdata=None)
    return page(
        "people/person.html", status, one=one, form=shown, csc_form=csc_form, refusal=refusal
    )


@bp.post("/people/<int(max=2147483647):person_id>")
@allow("manage_colleagues")
def help_colleague(person_id: int) -> Response:
    """Give a colleague a new password, link their CSC ID, or switch them off."""
    society = here()
    one = _colleague(person_id)
    if "link" in request.form:
        return _link_csc(one)
    if "off" in request.form:
        paper = slip({"person": one.id, "off": 1})
        return see(deeds.switch_off(doer(), paper, society.id, one.id).location)
    form = NewPasswordForm()
    try:
        paper = slip({"person": one.id})
        new = form.new_password.data or ""
        done = deeds.give_password(doer(), paper, house().guards, society.id, one.id, new)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
        return _person_page(one, 422, refusal.name, form)
    return see(done.location)


def _link_csc(one: Person) -> Response:
    form = CscForm()
    csc_id = form.csc_id.data or ""
    paper = slip({"person": one.id, "csc_id": csc_id})
    try:
        if not form.validate():
            return _person_page(one, 422, form=form)
        done = deeds.link_csc(doer(), paper, here().id, one.id, csc_id)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
        return _person_page(one, 422, refusal.name, form)
    return see(done.location)
