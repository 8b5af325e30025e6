"""Rows of the essays app, one subject a file."""

from essays.models.account import Account
from essays.models.autosave import Autosave
from essays.models.correction import Correction
from essays.models.critic import Critic, CriticAlias, FormerCriticSlug
from essays.models.decision import BarredWords, LinkingRun, words_key
from essays.models.delivery import DeliveredDocument, DeliveredFile, Delivery
from essays.models.error_report import ErrorReport
from essays.models.essay import Byline, Essay, EssayTag, FormerEssaySlug, Subject, is_live, signed_and_about
from essays.models.film import (
    Credit,
    Film,
    FilmFigure,
    FilmIdentifier,
    FilmKey,
    FilmRelease,
    FilmTag,
    FilmTitle,
    FormerFilmSlug,
)
from essays.models.finding import Finding
from essays.models.fixed_page import FixedPage
from essays.models.indexed import INDEX_FORMAT, IndexedEssay, IndexedName, IndexedTerm
from essays.models.mention import CONTEXT_LENGTH, Mention, MentionCandidate
from essays.models.merge import Double, Merge, RecordKind
from essays.models.neighbour import Neighbour, companions, neighbours
from essays.models.note import MarginNote
from essays.models.picture import Picture
from essays.models.preview import PreviewLink
from essays.models.redirect import Redirect
from essays.models.review import ReviewRequest
from essays.models.revision import Revision, RevisionIsForEverError
from essays.models.saved_filter import SavedFilter
from essays.models.site_settings import SiteSettings, site_settings
from essays.models.site_version import SiteVersion
from essays.models.source import Source
from essays.models.tag import public_tags
from essays.models.waiting import WaitingDraft

__all__ = [
    "CONTEXT_LENGTH",
    "INDEX_FORMAT",
    "Account",
    "Autosave",
    "BarredWords",
    "Byline",
    "Correction",
    "Credit",
    "Critic",
    "CriticAlias",
    "DeliveredDocument",
    "DeliveredFile",
    "Delivery",
    "Double",
    "ErrorReport",
    "Essay",
    "EssayTag",
    "Film",
    "FilmFigure",
    "FilmIdentifier",
    "FilmKey",
    "FilmRelease",
    "FilmTag",
    "FilmTitle",
    "Finding",
    "FixedPage",
    "FormerCriticSlug",
    "FormerEssaySlug",
    "FormerFilmSlug",
    "IndexedEssay",
    "IndexedName",
    "IndexedTerm",
    "LinkingRun",
    "MarginNote",
    "Mention",
    "MentionCandidate",
    "Merge",
    "Neighbour",
    "Picture",
    "PreviewLink",
    "RecordKind",
    "Redirect",
    "ReviewRequest",
    "Revision",
    "RevisionIsForEverError",
    "SavedFilter",
    "SiteSettings",
    "SiteVersion",
    "Source",
    "Subject",
    "WaitingDraft",
    "companions",
    "is_live",
    "neighbours",
    "public_tags",
    "signed_and_about",
    "site_settings",
    "words_key",
]
