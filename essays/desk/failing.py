"""Mail on an import that ran in the background and failed, whole or in part."""

from __future__ import annotations

from essays.desk.delivering import REFUSED
from essays.desk.mailing import Mailed, full_address, mail
from essays.models import Delivery

SENTENCES_TOLD = 10  # of a mail; the report on the desk has them all


def tell_of_failures(delivery: Delivery) -> Mailed | None:
    """Tell who brought a delivery which documents of it were not imported; None where all were."""
    failed = delivery.documents.filter(outcome=REFUSED).order_by("number")
    number = failed.count()
    if not number:
        return None
    of_all = f"{number} of the {delivery.documents_done} documents of “{delivery}”"
    lines = [f"{of_all} {'was' if number == 1 else 'were'} not imported:"]
    lines += [f"- {document.sentence}" for document in failed[:SENTENCES_TOLD]]
    if number > SENTENCES_TOLD:
        lines.append(f"and {number - SENTENCES_TOLD} more.")
    lines.append(f"The report on each: {_report(delivery)}")
    return mail(delivery.brought_by, subject=f"Not imported: {of_all}", text="\n\n".join(lines) + "\n")


def tell_of_a_fault(delivery: Delivery) -> Mailed:
    """Tell who brought a delivery that its import broke off by a fault of ours."""
    text = (
        f"The import of “{delivery}” broke off after {delivery.documents_done} documents, by a fault of Double Bill. "
        f"What was imported stays. It can be gone on with from its report: {_report(delivery)}\n"
    )
    return mail(delivery.brought_by, subject=f"The import of “{delivery}” broke off", text=text)


def _report(delivery: Delivery) -> str:
    return full_address("admin:essays_delivery_change", delivery.pk)
