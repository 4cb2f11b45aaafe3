"""Coming to act for a producer: asked with proof, answered by the office, shared by invitation."""

import datetime as dt
import threading
from urllib.parse import quote

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.colleagues import ColleagueError, end_access
from accounts.enums import RequestKind, RequestState, Role
from accounts.joining import RequestError, approve_request, let_act, refuse_request
from accounts.models import ProducerInvitation, ProducerRequest, RoleAssignment
from accounts.permissions import acts_for, producers_of
from producers.models import Premises, Producer
from tests.accounts.test_public_accounts import deliver, link_in
from tests.factories.accounts import (
    give_role,
    make_owner,
    make_person,
    make_request,
    make_user,
)
from tests.factories.communes import make_commune, make_former_commune
from tests.factories.private_files import pdf_bytes, upload
from tests.factories.producers import make_producer

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 26)
NOW = dt.datetime(2026, 11, 26, 8, tzinfo=dt.UTC)


def address(name, *args):
    return reverse(name, args=args)


def approve(request, by=None):
    by = by or make_user(Role.PROVINCE_OFFICER)
    return approve_request(request=request, by=by, now=NOW, on=TODAY, address=address)


def send_claim(client, producer, **changed):
    typed = {"position": "Giám đốc", "note": "", "papers": [upload("gp.pdf", pdf_bytes(1))]}
    return client.post(f"/tai-khoan/nhan-chu-the/{producer.slug}/", typed | changed)


@pytest.fixture
def commune():
    return make_commune("Côn Minh")


@pytest.fixture
def producer(commune):
    return make_producer("HTX Tài Hoan", commune=commune, phone="0209 1")


@pytest.fixture
def person(client):
    person = make_person()
    client.force_login(person)
    return person


# --- claiming


def test_person_finds_and_claims_a_producer_with_papers(client, producer, person):
    text = client.get("/tai-khoan/tim-chu-the/", {"q": "tai hoan"}).content.decode()
    assert f"/tai-khoan/nhan-chu-the/{producer.slug}/" in text
    answer = send_claim(client, producer)
    asked = ProducerRequest.objects.get()
    assert answer.url == f"/tai-khoan/yeu-cau/{asked.pk}/"
    assert (asked.kind, asked.person, asked.producer) == (RequestKind.CLAIM, person, producer)
    paper = asked.papers.get()
    assert (paper.file_name, paper.pages) == ("gp.pdf", 1)
    shown = client.get(answer.url)
    assert "gp.pdf" in shown.content.decode()
    file = client.get(f"{answer.url}giay-to/{paper.pk}/")
    assert b"".join(file).startswith(b"%PDF")
    assert client.get(f"{answer.url}giay-to/{paper.pk}/trang-1/")["Content-Type"] == "image/webp"
    assert client.get(f"{answer.url}giay-to/{paper.pk}/trang-2/").status_code == 404
    assert not acts_for(person, producer)


def test_search_finds_neither_unpublished_nor_demonstration_producers(client, person):
    make_producer("HTX Bí Mật", is_published=False)
    make_producer("HTX Bí Mật Minh Họa", is_published=False, is_demo=True)
    assert "HTX Bí Mật" not in client.get("/tai-khoan/tim-chu-the/?q=bi mat").content.decode()


def test_refused_file_is_named_and_what_was_typed_stays(client, producer, person):
    answer = send_claim(client, producer, papers=[upload("gp.exe", b"MZ" + bytes(60))])
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "gp.exe: Đây là tệp chương trình" in text
    assert 'value="Giám đốc"' in text
    assert "Tệp phải chọn lại" in text
    assert not ProducerRequest.objects.exists()


def test_second_claim_while_the_first_waits_is_refused(client, producer, person):
    send_claim(client, producer)
    answer = send_claim(client, producer)
    assert "cơ quan đang xem" in answer.content.decode()
    assert ProducerRequest.objects.count() == 1


def test_people_of_the_producer_hear_of_a_claim(client, producer, person):
    owner = make_owner(producer, email="chu@vi.du")
    send_claim(client, producer)
    assert [letter.to for letter in deliver()] == [["chu@vi.du"]]
    client.force_login(owner)
    text = client.get(f"/tai-khoan/chu-the/{producer.slug}/").content.decode()
    assert f"<strong>{person.full_name}</strong> xin nhận chủ thể này" in text
    asked = ProducerRequest.objects.get()
    assert client.get(f"/tai-khoan/yeu-cau/{asked.pk}/").status_code == 404


def test_officer_claims_nothing(client, producer):
    client.force_login(make_user(Role.COMMUNE_OFFICER, commune=producer.commune))
    assert "có vai trò trong phần quản trị" in send_claim(client, producer).content.decode()
    assert not ProducerRequest.objects.exists()


def test_too_many_waiting_requests_are_refused(client, person):
    for number in range(10):
        make_request(producer=make_producer(f"HTX {number}"), person=person)
    answer = send_claim(client, make_producer("HTX Mười Một"))
    assert "10 yêu cầu đang chờ" in answer.content.decode()


# --- the office answers


def test_approval_lets_the_person_act_and_tells_them(producer):
    asked = make_request(producer, person=make_person(email="tai@vi.du"))
    approve(asked)
    approve(asked)  # again changes nothing
    assert RoleAssignment.objects.filter(role=Role.PRODUCER).count() == 1
    assert acts_for(type(asked.person).objects.get(pk=asked.person_id), producer)
    [letter] = deliver()
    assert letter.to == ["tai@vi.du"]
    assert "được chấp nhận" in letter.body


def test_refusal_says_why_and_gives_nothing(producer):
    asked = make_request(producer)
    officer = make_user(Role.PROVINCE_OFFICER)
    with pytest.raises(RequestError, match="lý do"):
        refuse_request(request=asked, by=officer, now=NOW, reason=" ", address=address)
    refuse_request(request=asked, by=officer, now=NOW, reason="Thiếu giấy.", address=address)
    assert "Thiếu giấy." in deliver()[0].body
    assert producers_of(asked.person) == frozenset()
    with pytest.raises(RequestError, match="không được chấp nhận"):
        approve(asked, officer)


def test_new_producer_is_written_down_unpublished(client, commune, person):
    typed = {
        "name": "HTX Bản Mới",
        "producer_kind": "htx",
        "tax_code": "4600123456",
        "representative": "Lý Thị Mai",
        "commune": commune.pk,
        "address": "Thôn 1",
        "phone": "0912 345 678",
        "position": "Giám đốc",
        "papers": [upload("gp.pdf", pdf_bytes(1))],
    }
    client.post("/tai-khoan/chu-the-moi/", typed)
    asked = ProducerRequest.objects.get()
    assert not Producer.objects.exists()
    approve(asked)
    made = Producer.objects.get()
    assert (made.name, made.tax_code, made.commune) == ("HTX Bản Mới", "4600123456", commune)
    assert not made.is_published
    assert acts_for(type(person).objects.get(pk=person.pk), made)
    again = client.post("/tai-khoan/chu-the-moi/", typed)
    assert "đã có trong sổ" in str(again.context["form"].errors["tax_code"])


def test_withdrawn_request_is_answered_by_nobody(client, producer, person):
    asked = make_request(producer, person=person)
    client.post(f"/tai-khoan/yeu-cau/{asked.pk}/rut/")
    asked.refresh_from_db()
    assert asked.state == RequestState.WITHDRAWN
    with pytest.raises(RequestError, match="người gửi đã rút"):
        approve(asked)


def test_officer_answers_in_the_back_office(client, producer):
    asked = make_request(producer)
    client.force_login(make_user(Role.PROVINCE_OFFICER))
    assert "Người xin nhận chủ thể" in client.get("/quan-tri/").content.decode()
    page = f"/quan-tri/accounts/producerrequest/{asked.pk}/change/"
    text = client.get(page).content.decode()
    paper = asked.papers.get()
    assert f"/giay-to/{paper.pk}/trang-2/" in text
    act = f"/quan-tri/accounts/producerrequest/{asked.pk}/chap-nhan/"
    assert client.post(act, {}).status_code == 200  # the word is missing
    asked.refresh_from_db()
    assert asked.state == RequestState.SUBMITTED
    assert client.post(act, {"checked": "on", "note": "Chào mừng."}).url == page
    asked.refresh_from_db()
    assert (asked.state, asked.reason) == (RequestState.APPROVED, "Chào mừng.")
    assert "chap-nhan" not in client.get(page).content.decode()


def test_officer_of_a_commune_answers_claims_of_the_commune_alone(client, commune):
    former = make_former_commune("Quang Phong", commune)
    here = make_request(make_producer("HTX Ta", commune=former))
    elsewhere = make_request(make_producer("HTX Người", commune=make_commune("Chợ Rã")))
    new = make_request(kind=RequestKind.NEW, name="HTX Mới", commune=commune)
    client.force_login(make_user(Role.COMMUNE_OFFICER, commune=commune))
    acts = {
        asked: client.post(
            f"/quan-tri/accounts/producerrequest/{asked.pk}/chap-nhan/", {"checked": "on"}
        ).status_code
        for asked in (here, elsewhere, new)
    }
    assert list(acts.values()) == [302, 404, 403]
    paper = elsewhere.papers.get().pk
    path = f"/quan-tri/accounts/producerrequest/{elsewhere.pk}/giay-to/{paper}/"
    assert client.get(path).status_code == 404
    # a paper of one request is not reached through another
    path = f"/quan-tri/accounts/producerrequest/{here.pk}/giay-to/{paper}/"
    assert client.get(path).status_code == 404


def test_nobody_answers_a_request_of_their_own(client, producer):
    officer = make_user(Role.PROVINCE_OFFICER)
    asked = make_request(producer, person=officer)
    client.force_login(officer)
    act = f"/quan-tri/accounts/producerrequest/{asked.pk}/chap-nhan/"
    assert client.post(act, {"checked": "on"}).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_answer_once():
    producer = make_producer()
    asked, officers = make_request(producer), [make_user(Role.PROVINCE_OFFICER) for _ in "ab"]
    gate, errors = threading.Barrier(2), []

    def act(officer, does):
        gate.wait()
        try:
            does(officer)
        except RequestError as error:
            errors.append(str(error))
        finally:
            connection.close()

    def refuse(officer):
        refuse_request(request=asked, by=officer, now=NOW, reason="Thiếu.", address=address)

    acts = [lambda officer: approve(asked, officer), refuse]
    threads = [threading.Thread(target=act, args=pair) for pair in zip(officers, acts, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    asked.refresh_from_db()
    assert len(errors) == 1
    has_role = RoleAssignment.objects.filter(producer=producer).exists()
    assert has_role == (asked.state == RequestState.APPROVED)


# --- several people


def invite(client, producer, email="ban@vi.du"):
    return client.post(f"/tai-khoan/chu-the/{producer.slug}/moi-nguoi/", {"email": email})


@pytest.fixture
def owner(client, producer):
    owner = make_owner(producer, name="Lý Thị Mai", email="mai@vi.du")
    client.force_login(owner)
    return owner


def test_invited_person_accepts_once(client, producer, owner):
    invite(client, producer)
    link = link_in(deliver()[0])
    guest = make_person(email="ban@vi.du")
    stranger = client.__class__()
    assert stranger.get(link).url == f"/tai-khoan/dang-nhap/?next={quote(link)}"
    client.force_login(guest)
    assert "Lý Thị Mai mời bạn" in client.get(link).content.decode()
    assert not acts_for(guest, producer)
    assert client.post(link).url == f"/tai-khoan/chu-the/{producer.slug}/"
    assert client.get(f"/tai-khoan/chu-the/{producer.slug}/").status_code == 200
    stranger.force_login(make_person())
    assert stranger.post(link).status_code == 410
    assert RoleAssignment.objects.of_producer(producer, timezone.localdate()).count() == 2


def test_cancelled_old_and_broken_invitations_open_nothing(client, producer, owner, monkeypatch):
    invite(client, producer)
    link = link_in(deliver()[0])
    invited = ProducerInvitation.objects.get()
    client.post(f"/tai-khoan/chu-the/{producer.slug}/loi-moi/{invited.pk}/huy/")
    assert client.post(link).status_code == 410
    invite(client, producer)
    link = link_in(deliver()[0])
    assert client.post(link[:-4] + "xyz/").status_code == 410
    later = timezone.now() + dt.timedelta(days=15)
    monkeypatch.setattr("django.core.signing.time.time", later.timestamp)
    assert client.post(link).status_code == 410


def test_inviting_again_takes_the_place_of_the_first(client, producer, owner):
    invite(client, producer)
    first = link_in(deliver()[0])
    invite(client, producer)
    assert client.get(first).status_code == 410
    assert ProducerInvitation.objects.waiting().count() == 1
    assert "đã làm việc cho chủ thể" in invite(client, producer, "mai@vi.du").content.decode()


def test_officer_does_not_accept_an_invitation(client, producer, owner):
    invite(client, producer)
    link = link_in(deliver()[0])
    client.force_login(make_user(Role.PROVINCE_OFFICER))
    assert "có vai trò trong phần quản trị" in client.post(link).content.decode()
    assert ProducerInvitation.objects.waiting().exists()


def test_access_ends_but_never_the_last(client, producer, owner):
    other = make_owner(producer, name="Nông Văn Tài", email="tai@vi.du")
    own, others = owner.roles.get(), other.roles.get()
    path = f"/tai-khoan/chu-the/{producer.slug}/nguoi/{{}}/thoi/"
    assert client.get(path.format(others.pk)).status_code == 405
    client.post(path.format(others.pk))
    assert deliver()[0].to == ["tai@vi.du"]
    answer = client.post(path.format(own.pk), follow=True)
    assert "người cuối cùng" in answer.content.decode()
    people = RoleAssignment.objects.of_producer(producer, timezone.localdate())
    assert list(people) == [own]
    events = RoleAssignment.pgh_event_model.objects.filter(pgh_obj=others)
    assert [each.pgh_label for each in events.order_by("pk")] == ["insert", "update"]
    assert events.order_by("pk").last().pgh_context.metadata["user"] == owner.pk


@pytest.mark.django_db(transaction=True)
def test_two_people_ending_each_other_leave_one():
    producer = make_producer()
    people = [make_owner(producer) for _ in "ab"]
    gate = threading.Barrier(2)

    def end(by, other):
        gate.wait()
        try:
            end_access(role=other.roles.get(), by=by, on=TODAY)
        except ColleagueError:
            pass
        finally:
            connection.close()

    pairs = [people, people[::-1]]
    threads = [threading.Thread(target=end, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert RoleAssignment.objects.of_producer(producer, TODAY).count() == 1


def test_role_given_ended_and_given_again_on_one_day_is_one_row(producer):
    user = make_person()
    role = let_act(user=user, producer=producer, on=TODAY)
    role.valid_to = TODAY
    role.save()
    assert not RoleAssignment.objects.of_producer(producer, TODAY).exists()
    assert let_act(user=user, producer=producer, on=TODAY) == role
    assert RoleAssignment.objects.of_producer(producer, TODAY).count() == 1


# --- one's own producer


def test_owner_changes_contacts_and_nothing_the_office_keeps(client, producer, owner):
    path = f"/tai-khoan/chu-the/{producer.slug}/sua/"
    typed = {"phone": "0209 2", "name": "HTX Khác", "is_published": "", "tax_code": "4600123456"}
    assert client.post(path, typed | {"has_contact_consent": "on"}).status_code == 302
    producer.refresh_from_db()
    assert (producer.phone, producer.name, producer.tax_code) == ("0209 2", "HTX Tài Hoan", "")
    assert (producer.is_published, producer.contact_consent_on) == (True, timezone.localdate())
    assert "0209 2" in client.get(producer.get_absolute_url()).content.decode()
    client.post(path, typed)
    producer.refresh_from_db()
    assert (producer.has_contact_consent, producer.contact_consent_on) == (False, None)
    assert "0209 2" not in client.get(producer.get_absolute_url()).content.decode()


def test_owner_keeps_the_places_of_work(client, producer, owner, commune):
    base = f"/tai-khoan/chu-the/{producer.slug}/dia-diem/"
    typed = {"kind": "san_xuat", "commune": commune.pk, "address": "Thôn 2", "is_public": "on"}
    point = {"latitude": "22,14600", "longitude": "105,83500"}
    client.post(f"{base}moi/", typed | point)
    site = Premises.objects.get()
    assert (site.producer, str(site.latitude)) == (producer, "22.14600")
    answer = client.post(f"{base}{site.pk}/", typed | {"latitude": "22,1", "longitude": ""})
    assert "Ghi cả vĩ độ và kinh độ" in answer.content.decode()
    client.post(f"{base}{site.pk}/bo/")
    assert not Premises.objects.exists()


def test_correction_goes_to_the_office(client, producer, owner):
    path = f"/tai-khoan/chu-the/{producer.slug}/de-nghi-sua/"
    assert client.post(path, {"note": "Đổi tên."}).url == f"/tai-khoan/chu-the/{producer.slug}/"
    asked = ProducerRequest.objects.get()
    assert (asked.kind, asked.note) == (RequestKind.CORRECTION, "Đổi tên.")
    approve(asked)
    producer.refresh_from_db()
    assert producer.name == "HTX Tài Hoan"  # the officer changes it, the answer does not


OWN_PAGES = ["", "sua/", "de-nghi-sua/", "dia-diem/moi/", "moi-nguoi/"]
POSTED = ["dia-diem/{site}/bo/", "loi-moi/{invited}/huy/", "nguoi/{role}/thoi/"]


@pytest.mark.parametrize("who", ["nobody", "stranger", "former", "officer", "owner of another"])
def test_pages_of_a_producer_are_its_peoples_own(client, producer, who):
    owner = make_owner(producer)
    make_owner(producer)
    site = Premises.objects.create(producer=producer, kind="tru_so")
    invited = ProducerInvitation.objects.create(
        producer=producer, email="ban@vi.du", invited_by=owner
    )
    other = make_producer("HTX Khác")
    if who == "former":
        user = make_person()
        give_role(user, Role.PRODUCER, producer=producer, valid_to=TODAY - dt.timedelta(days=9))
        client.force_login(user)
    elif who == "officer":
        client.force_login(make_user(Role.PROVINCE_OFFICER))
    elif who == "owner of another":
        client.force_login(make_owner(other))
    elif who == "stranger":
        client.force_login(make_person())
    ids = {"site": site.pk, "invited": invited.pk, "role": owner.roles.get().pk}
    expected = 302 if who == "nobody" else 404
    for page in OWN_PAGES:
        path = f"/tai-khoan/chu-the/{producer.slug}/{page}"
        assert client.get(path).status_code == expected, path
        assert client.post(path, {"email": "x@vi.du", "note": "x"}).status_code == expected, path
    for page in POSTED:
        # through their own producer too: the row of another is not reached by it
        for slug in (producer.slug, other.slug):
            path = f"/tai-khoan/chu-the/{slug}/{page.format(**ids)}"
            assert client.post(path).status_code == expected, path
    assert RoleAssignment.objects.of_producer(producer, TODAY).count() == 2
    assert Premises.objects.count() == 1
    assert ProducerInvitation.objects.waiting().count() == 1
    assert not ProducerRequest.objects.exists()


@pytest.mark.parametrize("page", ["", "giay-to/{paper}/", "giay-to/{paper}/trang-1/"])
def test_request_and_its_papers_are_the_senders_own(client, producer, page):
    asked = make_request(producer)
    path = f"/tai-khoan/yeu-cau/{asked.pk}/{page.format(paper=asked.papers.get().pk)}"
    assert client.get(path).status_code == 302
    client.force_login(make_owner(producer))
    assert client.get(path).status_code == 404
    client.force_login(make_user(Role.PROVINCE_OFFICER))
    assert client.get(path).status_code == 404
    assert client.post(f"/tai-khoan/yeu-cau/{asked.pk}/rut/").status_code == 404
    mine = make_request(make_producer("HTX Mình"))
    client.force_login(mine.person)
    path = f"/tai-khoan/yeu-cau/{mine.pk}/giay-to/{asked.papers.get().pk}/"
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["yeu-cau/{}/", "yeu-cau/1/giay-to/{}/"])
def test_key_beyond_the_database_is_nobodys(client, person, path):
    assert client.get("/tai-khoan/" + path.format(10**30)).status_code == 404


def queries_of(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_lists_take_the_same_queries_for_one_row_and_three(client, person):
    counts = []
    for count in (1, 3):
        for number in range(count):
            name = f"HTX Đếm {count}.{number}"
            own = make_producer(name, commune=make_commune())
            give_role(person, Role.PRODUCER, producer=own)
            make_request(make_producer(f"{name} hai", commune=make_commune()), person=person)
            Premises.objects.create(producer=own, kind="tru_so", commune=make_commune())
        for _ in range(count):
            make_owner(own)
            make_request(own)
        paths = ["/tai-khoan/", "/tai-khoan/tim-chu-the/?q=dem", f"/tai-khoan/chu-the/{own.slug}/"]
        counts.append([queries_of(client, path) for path in paths])
    assert counts[0] == counts[1] == [5, 6, 8]
    assert len(mail.outbox) == 0
