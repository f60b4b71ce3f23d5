import { Migration } from '@mikro-orm/migrations';

export class Migration20260101000000 extends Migration {
  override up(): void {
    this.addSql(
      `create table "organisation" ("id" serial primary key, "name" varchar(255) not null)`,
    );
    this.addSql(
      `create table "office" ("id" serial primary key, "organisation_id" int not null, "name" varchar(255) not null)`,
    );
    this.addSql(
      `create table "role" ("id" serial primary key, "name" varchar(255) not null, "is_admin" boolean not null)`,
    );
    this.addSql(
      `create table "user" ("id" serial primary key, "organisation_id" int not null, "role_id" int not null, "office_id" int not null, "profile_type" varchar(255) not null, "internal_id" varchar(255) null, "email" varchar(255) not null, "email_key" varchar(255) not null, "first_name" varchar(255) not null, "last_name" varchar(255) null, "status" varchar(255) not null, "mobile_phone_country" varchar(255) null, "mobile_phone" varchar(255) null)`,
    );
    this.addSql(
      `alter table "user" add constraint "user_organisation_id_internal_id_unique" unique ("organisation_id", "internal_id")`,
    );
    this.addSql(
      `alter table "user" add constraint "user_organisation_id_email_key_unique" unique ("organisation_id", "email_key")`,
    );
    this.addSql(
      `alter table "office" add constraint "office_organisation_id_foreign" foreign key ("organisation_id") references "organisation" ("id")`,
    );
    this.addSql(
      `alter table "user" add constraint "user_organisation_id_foreign" foreign key ("organisation_id") references "organisation" ("id")`,
    );
    this.addSql(
      `alter table "user" add constraint "user_role_id_foreign" foreign key ("role_id") references "role" ("id")`,
    );
    this.addSql(
      `alter table "user" add constraint "user_office_id_foreign" foreign key ("office_id") references "office" ("id")`,
    );
  }
}
