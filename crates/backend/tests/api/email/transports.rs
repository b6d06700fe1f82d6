//! Where mails go without a server: a developer's folder, or nowhere.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::post::{Post, reset_until};

#[actix_web::test]
async fn a_developers_mails_become_files_that_only_their_owner_reads() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("mail");
    let post = Post::by(&[("MAIL_DIR", folder.to_str().unwrap())], true);
    post.queue_mail("ann@example.com", reset_until("2026-03-18T11:00:00Z"))
        .await;
    assert_eq!(post.round().await, 1);
    assert_eq!(post.counts(), (0, 0));

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
async fn a_folder_that_cannot_be_written_loses_no_mail() {
    let folder = tempfile::tempdir().unwrap();
    let taken = folder.path().join("mail");
    fs::write(&taken, "a file").unwrap();
    let post = Post::by(&[("MAIL_DIR", taken.to_str().unwrap())], true);
    post.queue("ann@example.com").await;
    assert_eq!(post.round().await, 1);
    assert_eq!(post.failure().as_str(), "unwritable");
    fs::remove_file(&taken).unwrap();
    post.wait(10);
    assert_eq!(post.round().await, 1);
    assert_eq!(post.counts(), (0, 0));
}

#[actix_web::test]
async fn where_mail_is_off_nothing_piles_up() {
    let post = Post::by(&[], false);
    for _ in 0..3 {
        post.queue("ann@example.com").await;
    }
    post.send_all().await;
    assert_eq!(post.failure().as_str(), "off");
    assert_eq!(post.counts(), (0, 3));
    assert!(post.rows().iter().all(|row| row.letter.is_none()));
    post.wait(15 * 86_400);
    assert_eq!(post.worker.sweep().await.unwrap(), 3);
}
