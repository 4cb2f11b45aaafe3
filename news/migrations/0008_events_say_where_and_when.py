from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("news", "0007_fairs_become_events")]

    operations = [
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('closes_at__isnull', True), models.Q(('closes_at__gt', models.F('opens_at')), ('opens_at__isnull', False)), _connector='OR'), name='event_closes_after_opening', violation_error_message='Giờ đóng cửa phải sau giờ mở cửa.'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('is_published', False), models.Q(('kind', 'live_sale'), _negated=True), models.Q(('online_url', ''), _negated=True), models.Q(('online_name', ''), _negated=True), _connector='OR'), name='event_live_somewhere', violation_error_message='Phiên bán trực tuyến cần địa chỉ trên mạng hoặc tên kênh phát.'),
        ),
    ]
