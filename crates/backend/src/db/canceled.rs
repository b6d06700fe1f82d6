//! PostgreSQL's messages for canceled statements.

/// The messages of SQLSTATE 55P03 (`lock_timeout`) and of 57014 (`statement_timeout`, or a cancel
/// request).
///
/// diesel 2.3 does not expose these SQLSTATEs, and the language of the messages follows
/// `lc_messages`, which only a superuser may set. So this lists all languages of PostgreSQL 15's
/// message catalogs. Messages in other languages are treated as failures;
/// `deploy/postgres/create-database.sql` sets `lc_messages` to English for the service's user.
pub(super) const CANCELED: &[&str] = &[
    // en
    "canceling statement due to lock timeout",
    "canceling statement due to statement timeout",
    "canceling statement due to user request",
    // de
    "storniere Anfrage wegen Zeitüberschreitung einer Sperre",
    "storniere Anfrage wegen Zeitüberschreitung der Anfrage",
    "storniere Anfrage wegen Benutzeraufforderung",
    // es
    "cancelando la sentencia debido a que se agotó el tiempo de espera de candados (locks)",
    "cancelando la sentencia debido a que se agotó el tiempo de espera de sentencias",
    "cancelando la sentencia debido a una petición del usuario",
    // fr
    "annulation de la requête à cause du délai écoulé pour l'obtention des verrous",
    "annulation de la requête à cause du délai écoulé pour l'exécution de l'instruction",
    "annulation de la requête à la demande de l'utilisateur",
    // it
    "annullamento dell'istruzione a causa di timeout di lock",
    "annullamento dell'istruzione a causa di timeout",
    "annullamento dell'istruzione su richiesta dell'utente",
    // ja
    "ロックのタイムアウトのためステートメントをキャンセルしています",
    "ステートメントのタイムアウトのためステートメントをキャンセルしています",
    "ユーザーからの要求により文をキャンセルしています",
    // ka
    "გამოსახულება გაუქმდება ბლოკის მოლოდინის ვადის ამოწურვის გამო",
    // ko
    "잠금 대기 시간 초과로 작업을 취소합니다.",
    "명령실행시간 초과로 작업을 취소합니다.",
    "사용자 요청에 의해 작업을 취소합니다.",
    // ru
    "выполнение оператора отменено из-за тайм-аута блокировки",
    "выполнение оператора отменено из-за тайм-аута",
    "выполнение оператора отменено по запросу пользователя",
    // sv
    "avbryter sats på grund av lås-timeout",
    "avbryter sats på grund av sats-timeout",
    "avbryter sats på användares begäran",
    // uk
    "виконання оператора скасовано через тайм-аут блокування",
    "виконання оператора скасовано через тайм-аут",
    "виконання оператора скасовано по запиту користувача",
    // zh_CN
    "由于锁超时，取消语句操作",
    "由于语句执行超时，正在取消查询命令",
    "由于用户请求而正在取消查询",
];
