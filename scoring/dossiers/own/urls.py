"""Addresses of a producer's own dossiers."""

from django.urls import include, path

from scoring.dossiers.own.views import begin, hand_in, proof, write

one = [
    path("", write.dossier_page, name="dossier"),
    path("san-pham/", write.dossier_subject, name="dossier_subject"),
    path("phieu/<slug:section>/", write.dossier_section, name="dossier_section"),
    path("tu-cham/", write.dossier_answers, name="dossier_answers"),
    path("minh-chung/", proof.evidence_list, name="dossier_evidence"),
    path("minh-chung/<int:proof>/", proof.evidence_one, name="dossier_proof"),
    path("minh-chung/<int:proof>/bo/", proof.evidence_remove, name="dossier_proof_remove"),
    path("tep/<int:file>/", proof.file_get, name="dossier_file"),
    path("tep/<int:file>/bo/", proof.file_remove, name="dossier_file_remove"),
    path("tep/<int:file>/trang-<int:number>/", proof.file_page, name="dossier_file_page"),
    path("kiem-tra/", hand_in.dossier_check, name="dossier_check"),
    path("da-nop/", hand_in.dossier_receipt, name="dossier_receipt"),
    path("ho-so.pdf", hand_in.dossier_pdf, name="dossier_pdf"),
    path("rut/", hand_in.dossier_withdraw, name="dossier_withdraw"),
    path("khieu-nai/", hand_in.dossier_appeal, name="dossier_appeal"),
    path("khieu-nai/rut/", hand_in.appeal_take_back, name="dossier_appeal_take_back"),
    path("trao-doi/", hand_in.dossier_message, name="dossier_message"),
    path("lap-lai/<slug:kind>/", begin.dossier_again, name="dossier_again"),
]

urlpatterns = [
    path("ho-so/", begin.dossier_list, name="dossiers"),
    path("ho-so/moi/", begin.dossier_new, name="dossier_new"),
    path("ho-so/<int:pk>/", include(one)),
]
