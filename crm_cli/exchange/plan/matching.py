"""Which record a row is: by the user's key, by e-mail, by phone, by code, by name, people by name and company."""

from __future__ import annotations

from sqlite3 import Connection

from crm_cli.core.agree import agree
from crm_cli.core.errors import UsageError
from crm_cli.core.text import fold, index_text, nearest, same
from crm_cli.exchange.plan import lookups
from crm_cli.exchange.plan.drafts import Draft
from crm_cli.exchange.plan.linking import Links
from crm_cli.exchange.plan.plan import Plan, Reject
from crm_cli.exchange.plan.systems import WITHOUT_ID
from crm_cli.kinds.catalogue import KINDS, Catalogue

_FEWEST_DIGITS = 7


class Matching:
    """Finds the record that a row is, among those in the file and those added before it."""

    def __init__(
        self,
        db: Connection,
        kind: str,
        links: Links,
        key: tuple[str, ...],
        catalogue: Catalogue,
        system: str,
        *,
        has_all_ids: bool,
        plan: Plan,
        tells_companies: bool,
    ) -> None:
        """key: names of fields that together tell records apart. Raises UsageError for an unknown one.

        tells_companies: the file has a column of companies, so that a row without one names nobody's company.
        has_all_ids: no row is without an id, so points matter only of records that have none in this system.
        """
        self._has_all_ids = has_all_ids
        self._tells_companies = tells_companies
        self.plan = plan
        self._anywhere: lookups.Ids | None = None
        self.db, self.kind, self.links, self.system = db, kind, links, system
        self._points: dict[str, lookups.Ids] = {}
        self._with_id: set[int] | None = None
        self._codes: lookups.Ids | None = None
        self._key = key
        self._by_key: lookups.Ids = {}
        if key:
            if not KINDS[kind].is_matched:
                raise UsageError(
                    f"--key is for contacts, companies and products; {KINDS[kind].plural} are known by an id",
                    hint="--map HEADER=external_id",
                )
            self._by_key = lookups.by_values(db, kind, [self._expression(catalogue, name) for name in key])

    def _expression(self, catalogue: Catalogue, name: str) -> str:
        field = catalogue.field(self.kind, name)
        if field is None or field.many:
            near = nearest(name, catalogue.names(self.kind), limit=2)
            raise UsageError(
                f"{KINDS[self.kind].plural} have no field `{name}` for --key",
                hint=f"did you mean {' or '.join(near)}?" if near else f"crm field list {self.kind}",
            )
        return field.sql

    def find(self, draft: Draft, *, has_id: bool) -> tuple[int | None, str]:
        """The record a draft is and why, or None; Reject where it fits several.

        has_id: a row with an id elsewhere is a new record, unless its e-mail or phone is that of one without.
        """
        if not KINDS[self.kind].is_matched:
            return None, ""
        if self._key and (found := self._by_values(draft)):
            return self._only(found, draft, f"--key {','.join(self._key)}"), "same " + ", ".join(self._key)
        for kind in ("email", "phone") if KINDS[self.kind].has_points else ():
            found = self._agreeing(kind, self._reached(kind, draft, has_id=has_id), draft)
            if found:
                return self._only(found, draft, kind), f"same {kind}"
        if has_id:
            return None, ""
        if found := self._coded(draft):
            return self._only(found, draft, "code"), "same code"
        found = self._named(draft) if draft.name else []
        return (self._only(found, draft, "name"), "same name") if found else (None, "")

    def check_same(self, id: int, draft: Draft) -> None:
        """Reject a row whose id is known but whose name, e-mail and phone are all somebody else's."""
        if not KINDS[self.kind].has_points or not draft.columns.get("name"):
            return
        before, name = self.links.title(self.kind, id), draft.name
        if index_text(before) == index_text(name):
            return
        self.links.batch.flush()
        rows = self.db.execute(
            f"SELECT kind, normal FROM contact_points WHERE {self.kind}_id = ? AND kind IN ('email', 'phone')",
            (id,),
        ).fetchall()
        own = {(point.kind, point.normal) for point in draft.points if point.kind in {"email", "phone"}}
        if own & set(rows):
            return
        are_both_reachable = {kind for kind, _ in own} & {kind for kind, _ in rows}
        if are_both_reachable or not set(fold(before).split()) & set(fold(name).split()):
            raise Reject(
                f"its id is that of {self.kind}/{id} {before}, but name, e-mail and phone are all different"
                " (another system? --system NAME)"
            )

    def added(self, id: int, draft: Draft) -> None:
        """Note a record that the import itself adds."""
        company = draft.columns.get("company_id")
        self.links.added(self.kind, id, draft.name, company if isinstance(company, int) else None)
        if not self._has_all_ids:
            for kind, found in self._points.items():
                for point in draft.points:
                    if point.kind == kind:
                        lookups.put(found, point.normal, id)
        code = draft.columns.get(KINDS[self.kind].code)
        if self._codes is not None and code:
            lookups.put(self._codes, same(str(code)), id)
        if self._key and (values := self._values(draft)):
            lookups.put(self._by_key, values, id)
        self.has_id(id)

    def has_id(self, id: int) -> None:
        """Note that a record has an id in this system now."""
        if self._with_id is not None:
            self._with_id.add(id)

    def _values(self, draft: Draft) -> str:
        values = []
        for name in self._key:
            value = draft.columns.get(name) or draft.custom.get(name)
            if value is None:
                value = next((point.value for point in draft.points if point.kind == name), None)
            if value is None and name == "company" and isinstance(draft.columns.get("company_id"), int):
                value = self.links.title("company", int(str(draft.columns["company_id"])))
            if value in (None, ""):
                return ""
            values.append(same(str(value)))
        return "\0".join(values)

    def _by_values(self, draft: Draft) -> list[int]:
        values = self._values(draft)
        return lookups.get(self._by_key, values) if values else []

    def _coded(self, draft: Draft) -> list[int]:
        code = draft.columns.get(KINDS[self.kind].code)
        if not code:
            return []
        if self._codes is None:
            self.links.batch.flush()
            self._codes = lookups.codes(self.db, self.kind)
        return lookups.get(self._codes, same(str(code)))

    def _reached(self, kind: str, draft: Draft, *, has_id: bool) -> list[int]:
        """Those with an e-mail or phone of the draft's; a shared phone alone does not make two people one."""
        if kind not in self._points:
            self.links.batch.flush()
            but = self._ids_with_id() if self._has_all_ids else ()
            self._points[kind] = lookups.points(self.db, self.kind, kind, but=but)
        if not self._points[kind]:
            return []
        normals = [
            point.normal for point in draft.points if point.kind == kind and _tells_apart(kind, point.normal)
        ]
        found = list(
            dict.fromkeys(id for normal in normals for id in lookups.get(self._points[kind], normal))
        )
        if found and has_id:
            found = [id for id in found if id not in self._ids_with_id()]
        if len(found) > 1:
            named = [id for id in found if same(self.links.title(self.kind, id)) == same(draft.name)]
            found = named or found
        return found

    def _agreeing(self, kind: str, found: list[int], draft: Draft) -> list[int]:
        """Those whose names agree with the draft's: one address of two names is two people, which is told."""
        agreeing = [id for id in found if self._agrees(id, draft.name)]
        if found and not agreeing:
            value = next(point.value for point in draft.points if point.kind == kind)
            self.plan.apart.append(
                f"{draft.name} has the {kind} of {self.kind}/{found[0]} {self.links.title(self.kind, found[0])}"
                f" ({value}): two names, two {KINDS[self.kind].plural}"
            )
        return agreeing

    def _agrees(self, id: int, name: str) -> bool:
        title = self.links.title(self.kind, id)
        return same(title) == same(name) or agree(title, name, is_person=KINDS[self.kind].is_person)

    def of_other_source(self, key: str, draft: Draft) -> int | None:
        """The record that is called so in another system, too, has no id in this one, and bears the same name."""
        if not KINDS[self.kind].is_matched or not draft.name:
            return None
        if self._anywhere is None:
            self._anywhere = lookups.external_anywhere(self.db, self.kind, but=WITHOUT_ID)
        found = [
            id
            for id in lookups.get(self._anywhere, key)
            if id not in self._ids_with_id() and same(self.links.title(self.kind, id)) == same(draft.name)
        ]
        return found[0] if len(found) == 1 else None

    def _ids_with_id(self) -> set[int]:
        if self._with_id is None:
            self.links.batch.flush()
            self._with_id = lookups.with_id_in(self.db, self.system, self.kind)
        return self._with_id

    def _named(self, draft: Draft) -> list[int]:
        found = self.links.names(self.kind).whole(draft.name)
        if not found or not KINDS[self.kind].is_person:
            return found
        company = draft.columns.get("company_id")
        works_at = self.links.works_at()
        exact = [id for id in found if works_at.get(id) == company]
        if exact or self._tells_companies:
            return exact
        return found

    def _only(self, found: list[int], draft: Draft, what: str) -> int:
        if len(found) > 1:
            shown = ", ".join(f"{self.kind}/{id}" for id in found[:5])
            raise Reject(f"its {what} fits {shown}: `{draft.name}`")
        return found[0]


def _tells_apart(kind: str, normal: str) -> bool:
    """Whether a value is a real address or number: `n/a` makes nobody the same."""
    if kind == "email":
        local, at, domain = normal.partition("@")
        return bool(at and local and domain)
    return sum(map(str.isdigit, normal)) >= _FEWEST_DIGITS
