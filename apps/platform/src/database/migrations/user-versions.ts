/**
 * Triggers that invalidate links, sessions and passwords of an earlier state of an account, for every writer.
 * A changed e-mail, DELETED, and a return from DELETED clear the password and end links and sessions. A changed
 * password ends links and sessions. A user who is no longer ACTIVE loses all sessions.
 */
export function userVersions(postgresql: boolean): string[] {
  return postgresql ? POSTGRESQL : SQLITE;
}

/** Folds ASCII letters as `emailKey` does, because a writer may omit the key. A change of case is no new address. */
const folded = (column: string, collation = '') => `lower(${column}${collation})`;

const accountChanged = (collation?: string) =>
  `(new.email_key <> old.email_key or ${folded('new.email', collation)} <> ${folded('old.email', collation)}
    or (new.status = 'DELETED') <> (old.status = 'DELETED'))`;

const DEACTIVATED = `(old.status = 'ACTIVE' and new.status <> 'ACTIVE')`;

const OF = 'update of email, email_key, status, password_hash on app_user';

const POSTGRESQL = [
  `create function app_user_versions() returns trigger language plpgsql as $$
   begin
     if ${accountChanged(' collate "C"')} and new.password_hash is not distinct from old.password_hash then
       new.password_hash := null;
     end if;
     if ${accountChanged(' collate "C"')} or new.password_hash is distinct from old.password_hash then
       new.credentials_version := old.credentials_version + 1;
     end if;
     new.sessions_version := old.sessions_version + 1;
     return new;
   end $$`,
  `create trigger app_user_versions before ${OF} for each row
   when (${accountChanged(' collate "C"')} or ${DEACTIVATED} or new.password_hash is distinct from old.password_hash)
   execute function app_user_versions()`,
];

const SQLITE = [
  `create trigger app_user_versions after ${OF}
   when ${accountChanged()} or ${DEACTIVATED} or new.password_hash is not old.password_hash
   begin
     update app_user set
       password_hash = case when ${accountChanged()} and new.password_hash is old.password_hash
         then null else new.password_hash end,
       credentials_version = old.credentials_version
         + (${accountChanged()} or new.password_hash is not old.password_hash),
       sessions_version = old.sessions_version + 1
     where id = new.id;
   end`,
];
