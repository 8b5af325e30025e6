"""Screens for accounts: who may log in, and what they may do."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from essays.models import Account


@admin.register(Account)
class AccountAdmin(UserAdmin):
    """Django's own screens for users. Who signs an essay is a critic, and has a screen of their own."""

    list_display = ["username", "first_name", "last_name", "email", "is_staff", "is_active", "last_login"]
    show_full_result_count = False
