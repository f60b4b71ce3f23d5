import { Migration } from '@mikro-orm/migrations';

export class Migration20260103000000 extends Migration {
  override up(): void {
    this.addSql(
      'create table activity (event_id text not null primary key, what text not null, user_id text not null, actor_id text not null)',
    );
  }
}
