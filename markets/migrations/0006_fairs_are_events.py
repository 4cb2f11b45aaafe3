"""Fairs were moved to the list of events by news.0007 (ADR 0006); their own tables go."""

import pgtrigger.migrations
from django.db import migrations

TRIGGERS = ("announce_change", "insert_insert", "update_update", "delete_delete")


class Migration(migrations.Migration):
    dependencies = [("markets", "0005_markets_and_fairs"), ("news", "0007_fairs_become_events")]

    operations = [
        *(
            pgtrigger.migrations.RemoveTrigger(model_name="shownproduct", name=name)
            for name in TRIGGERS
        ),
        migrations.DeleteModel(name="ShownProductEvent"),
        migrations.DeleteModel(name="ShownProduct"),
        migrations.DeleteModel(name="FairEvent"),
        migrations.RemoveField(model_name="fair", name="products"),
        migrations.DeleteModel(name="Fair"),
    ]
