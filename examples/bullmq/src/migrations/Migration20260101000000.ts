import { Migration } from '@mikro-orm/migrations';

export class Migration20260101000000 extends Migration {
  override up(): void {
    this.addSql('create table organisation (id serial primary key, name varchar(255) not null)');
    this.addSql(
      'create table role (id serial primary key, name varchar(255) not null, is_admin boolean not null)',
    );
    this.addSql(
      `create table office (id serial primary key, organisation_id int not null references organisation (id),
        name varchar(255) not null)`,
    );
    this.addSql(
      `create table "user" (id serial primary key, organisation_id int not null references organisation (id),
        role_id int not null references role (id), office_id int not null references office (id),
        profile_type varchar(255) not null, internal_id varchar(255), email varchar(255) not null,
        email_key varchar(255) not null, first_name varchar(255) not null, last_name varchar(255),
        status varchar(255) not null, mobile_phone_country varchar(255), mobile_phone varchar(255),
        constraint user_organisation_id_email_key_unique unique (organisation_id, email_key),
        constraint user_organisation_id_internal_id_unique unique (organisation_id, internal_id))`,
    );
  }
}
