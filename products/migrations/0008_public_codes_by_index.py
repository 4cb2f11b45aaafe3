from django.db import migrations

# A plan made for a register that is still empty reads the table from end to end and stays for the
# whole session: the first import of a register then reads it once for every code it draws.
BY_INDEX = "ALTER FUNCTION products_new_public_code() SET enable_seqscan = off"
AS_IT_COMES = "ALTER FUNCTION products_new_public_code() RESET enable_seqscan"


class Migration(migrations.Migration):
    """The draw of a public code asks its two indexes, however few rows there were at first."""

    dependencies = [("products", "0007_scoring_shown")]

    operations = [migrations.RunSQL(BY_INDEX, AS_IT_COMES)]
