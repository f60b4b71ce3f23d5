import { Migration } from '@mikro-orm/migrations';

export class Migration20260101000000 extends Migration {
  override up(): void {
    this.addSql(
      `create table organisation (id integer not null primary key autoincrement, name text not null)`,
    );
    this.addSql(
      `create table office (id integer not null primary key autoincrement, organisation_id integer not null, name text not null, constraint office_organisation_id_foreign foreign key (organisation_id) references organisation (id))`,
    );
    this.addSql(`create index office_organisation_id_index on office (organisation_id)`);
    this.addSql(
      `create table role (id integer not null primary key autoincrement, name text not null, is_admin integer not null)`,
    );
    this.addSql(
      `create table user (id integer not null primary key autoincrement, organisation_id integer not null, role_id integer not null, office_id integer not null, profile_type text not null, internal_id text null, email text not null, email_key text not null, first_name text not null, last_name text null, status text not null, mobile_phone_country text null, mobile_phone text null, constraint user_organisation_id_foreign foreign key (organisation_id) references organisation (id), constraint user_role_id_foreign foreign key (role_id) references role (id), constraint user_office_id_foreign foreign key (office_id) references office (id))`,
    );
    this.addSql(`create index user_organisation_id_index on user (organisation_id)`);
    this.addSql(`create index user_role_id_index on user (role_id)`);
    this.addSql(`create index user_office_id_index on user (office_id)`);
    this.addSql(
      `create unique index user_organisation_id_email_key_unique on user (organisation_id, email_key)`,
    );
    this.addSql(
      `create unique index user_organisation_id_internal_id_unique on user (organisation_id, internal_id)`,
    );
  }
}
