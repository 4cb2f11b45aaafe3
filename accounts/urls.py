"""Addresses of people's own accounts on the public side."""

from django.urls import URLPattern, URLResolver, include, path

from accounts.views import door, joining, own, producer

app_name = "accounts"

own_producer = [
    path("", producer.show, name="producer"),
    path("sua/", producer.edit, name="producer_edit"),
    path("de-nghi-sua/", producer.correction, name="correction"),
    path("dia-diem/moi/", producer.premises, name="premises_new"),
    path("dia-diem/<int:pk>/", producer.premises, name="premises"),
    path("dia-diem/<int:pk>/bo/", producer.premises_delete, name="premises_delete"),
    path("moi-nguoi/", producer.invite, name="invite"),
    path("loi-moi/<int:pk>/huy/", producer.invitation_cancel, name="invitation_cancel"),
    path("nguoi/<int:pk>/thoi/", producer.access_end, name="access_end"),
]

own_request = [
    path("", joining.show, name="request"),
    path("rut/", joining.withdraw, name="request_withdraw"),
    path("giay-to/<int:paper>/", joining.paper, name="paper"),
    path("giay-to/<int:paper>/trang-<int:number>/", joining.paper_page, name="paper_page"),
]

pages: list[URLPattern | URLResolver] = [
    path("", own.overview, name="overview"),
    path("dang-ky/", door.register, name="register"),
    path("dang-ky/da-gui/", door.registered, name="registered"),
    path("dang-ky/xac-nhan/<str:token>/", door.confirm, name="confirm"),
    path("dang-nhap/", door.sign_in, name="sign_in"),
    path("dang-xuat/", door.sign_out, name="sign_out"),
    path("quen-mat-khau/", door.forgot, name="forgot"),
    path("quen-mat-khau/da-gui/", door.forgot_sent, name="forgot_sent"),
    path("dat-lai-mat-khau/<str:uid>/<str:token>/", door.reset, name="reset"),
    path("du-lieu-ca-nhan/", door.privacy, name="privacy"),
    path("thong-tin/", own.details, name="details"),
    path("thu-dien-tu/", own.email, name="email"),
    path("thu-dien-tu/xac-nhan/<str:token>/", own.email_confirm, name="email_confirm"),
    path("mat-khau/", own.password, name="password"),
    path("dong/", own.close, name="close"),
    path("tim-chu-the/", joining.find, name="find"),
    path("chu-the-moi/", joining.propose, name="propose"),
    path("nhan-chu-the/<slug:slug>/", joining.claim, name="claim"),
    path("yeu-cau/<int:pk>/", include(own_request)),
    path("loi-moi/<str:token>/", producer.invitation, name="invitation"),
    path("chu-the/<slug:slug>/", include(own_producer)),
]

urlpatterns = [path("tai-khoan/", include(pages))]
