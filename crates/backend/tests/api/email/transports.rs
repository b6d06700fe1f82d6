//! Transports without a server: the folder in development, or none.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::mailer::{TestMailer, reset_until};

#[actix_web::test]
async fn in_development_emails_are_files_readable_by_their_owner_only() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("mail");
    let mailer = TestMailer::by(&[("MAIL_DIR", folder.to_str().unwrap())], true);
    mailer
        .queue_mail("ann@example.com", reset_until("2026-03-18T11:00:00Z"))
        .await;
    assert_eq!(mailer.send_due().await, 1);
    assert_eq!(mailer.counts(), (0, 0));

    let files: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|file| file.unwrap())
        .collect();
    assert_eq!(files.len(), 1);
    let name = files[0].file_name().into_string().unwrap();
    assert!(
        name.starts_with("20260318T100000Z-reset_password-"),
        "{name}"
    );
    assert!(name.ends_with(".eml"), "{name}");
    assert_eq!(
        files[0].metadata().unwrap().permissions().mode() & 0o777,
        0o600
    );
    let content = fs::read(files[0].path()).unwrap();
    let mail = mailparse::parse_mail(&content).unwrap();
    let text = mail.subparts[0].get_body().unwrap();
    assert!(
        text.contains("http://localhost:3000/reset-password?token=a-secret"),
        "{text}"
    );
}

#[actix_web::test]
async fn a_folder_that_cannot_be_written_loses_no_email() {
    let folder = tempfile::tempdir().unwrap();
    let taken = folder.path().join("mail");
    fs::write(&taken, "a file").unwrap();
    let mailer = TestMailer::by(&[("MAIL_DIR", taken.to_str().unwrap())], true);
    mailer.queue("ann@example.com").await;
    assert_eq!(mailer.send_due().await, 1);
    assert_eq!(mailer.failure().as_str(), "unwritable");
    fs::remove_file(&taken).unwrap();
    mailer.wait(10);
    assert_eq!(mailer.send_due().await, 1);
    assert_eq!(mailer.counts(), (0, 0));
}

#[actix_web::test]
async fn without_a_transport_no_email_stays_queued() {
    let mailer = TestMailer::by(&[], false);
    for _ in 0..3 {
        mailer.queue("ann@example.com").await;
    }
    mailer.send_all().await;
    assert_eq!(mailer.failure().as_str(), "off");
    assert_eq!(mailer.counts(), (0, 3));
    assert!(mailer.rows().iter().all(|row| row.letter.is_none()));
    mailer.wait(15 * 86_400);
    assert_eq!(mailer.worker.purge().await.unwrap(), 3);
}
