import { Migration } from '@mikro-orm/migrations';
import { PostgreSqlPlatform } from '@mikro-orm/postgresql';
import { userVersions } from './user-versions.js';

export class Platform0001 extends Migration {
  override name = 'platform-0001';

  override up(): void {
    const postgresql = this.config.getPlatform() instanceof PostgreSqlPlatform;
    const datetime = postgresql ? 'timestamptz' : 'datetime';
    const boolean = postgresql ? 'boolean' : 'integer';
    const json = postgresql ? 'jsonb' : 'json';
    this.addSql(
      `create table organisation (id text not null primary key, name text not null, office_label text not null)`,
    );
    this.addSql(
      `create table office (id text not null primary key, organisation_id text not null, name text not null)`,
    );
    this.addSql(`create index office_by_organisation on office (organisation_id, name)`);
    this
      .addSql(`create table role (id text not null primary key, organisation_id text not null, name text not null,
      rank integer not null, permissions ${json} not null)`);
    this.addSql(`create index role_by_organisation on role (organisation_id, rank)`);
    this
      .addSql(`create table custom_field (id text not null primary key, organisation_id text not null, position integer not null,
      label text not null, kind text not null, options ${json} not null, required ${boolean} not null)`);
    this.addSql(
      `create index custom_field_by_organisation on custom_field (organisation_id, position)`,
    );
    this
      .addSql(`create table app_user (id text not null primary key, organisation_id text not null, profile_type text not null,
      internal_id text, loose_internal_id text, email text not null, email_key text not null, first_name text not null, last_name text not null,
      office_id text not null, role_id text not null, status text not null, mobile_phone_country text not null,
      mobile_phone text not null, custom_fields ${json} not null, password_hash text, created_at ${datetime} not null,
      credentials_version integer not null default 0, sessions_version integer not null default 0)`);
    this.addSql(`create unique index app_user_by_email on app_user (email_key, organisation_id)`);
    this.addSql(
      `create unique index app_user_by_internal_id on app_user (organisation_id, internal_id)`,
    );
    this.addSql(
      `create index app_user_by_loose_id on app_user (organisation_id, loose_internal_id)`,
    );
    this.addSql(`create index app_user_by_phone on app_user (organisation_id, mobile_phone)`);
    this.addSql(`create index app_user_by_role on app_user (organisation_id, role_id, status)`);
    this.addSql(
      `create index app_user_by_name on app_user (organisation_id, last_name, first_name, id)`,
    );
    for (const sql of userVersions(postgresql)) this.addSql(sql);
    this.addSql(`create table session (token_hash text not null primary key, user_id text not null,
      sessions_version integer not null, seen_at ${datetime} not null, expires_at ${datetime} not null)`);
    this.addSql(`create index session_by_end on session (expires_at)`);
    this.addSql(`create table invitation (event_id text not null primary key, user_id text not null,
      credentials_version integer not null, sent_to text not null, expires_at ${datetime} not null,
      sending_at ${datetime}, sent_at ${datetime}, accepted_at ${datetime}, replaced_at ${datetime},
      in_doubt ${boolean} not null)`);
    this.addSql(`create index invitation_by_user on invitation (user_id)`);
    this
      .addSql(`create table password_link (token_hash text not null primary key, user_id text not null,
      credentials_version integer not null, invitation_id text, expires_at ${datetime} not null)`);
    this.addSql(
      `create table attempt (key text not null primary key, count integer not null, ends_at ${datetime} not null)`,
    );
    this.addSql(`create index attempt_by_end on attempt (ends_at)`);
    this.addSql(`create table device (token_hash text not null, email_key text not null,
      expires_at ${datetime} not null, primary key (token_hash, email_key))`);
    this.addSql(`create index device_by_email on device (email_key, expires_at)`);
    this
      .addSql(`create table activity (event_id text not null primary key, organisation_id text not null, at ${datetime} not null,
      action text not null, actor_id text not null, user_id text not null, load_id text not null, line integer not null,
      changes ${json} not null)`);
    this.addSql(`create index activity_by_time on activity (organisation_id, at)`);
    // The collation of the database may cover only ASCII. SQLite gets its fold() when the database is opened.
    if (postgresql)
      this.addSql(`create function fold(value text) returns text language sql immutable
        return upper(lower(value collate "und-x-icu"))`);
  }

  override down(): void {
    for (const table of [
      'activity',
      'device',
      'attempt',
      'password_link',
      'invitation',
      'session',
      'app_user',
      'custom_field',
      'role',
      'office',
      'organisation',
    ])
      this.addSql(`drop table ${table}`);
    if (this.config.getPlatform() instanceof PostgreSqlPlatform) {
      this.addSql(`drop function fold`);
      this.addSql(`drop function app_user_versions`);
    }
  }
}
