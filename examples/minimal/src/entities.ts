import { Entity, ManyToOne, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';

@Entity()
export class Organisation {
  @PrimaryKey()
  id!: number;

  @Property()
  name!: string;
}

@Entity()
export class Office {
  @PrimaryKey()
  id!: number;

  @ManyToOne()
  organisation!: Organisation;

  @Property()
  name!: string;
}

@Entity()
export class Role {
  @PrimaryKey()
  id!: number;

  @Property()
  name!: string;

  @Property()
  isAdmin!: boolean;
}

@Entity()
@Unique({ properties: ['organisation', 'emailKey'] })
@Unique({ properties: ['organisation', 'internalId'] })
export class User {
  @PrimaryKey()
  id!: number;

  @ManyToOne()
  organisation!: Organisation;

  @ManyToOne()
  role!: Role;

  @ManyToOne()
  office!: Office;

  @Property()
  profileType!: string;

  @Property({ nullable: true })
  internalId?: string;

  @Property()
  email!: string;

  /** The folded e-mail address: two users never differ only in its case. */
  @Property()
  emailKey!: string;

  @Property()
  firstName!: string;

  @Property({ nullable: true })
  lastName?: string;

  @Property()
  status!: string;

  @Property({ nullable: true })
  mobilePhoneCountry?: string;

  @Property({ nullable: true })
  mobilePhone?: string;
}

@Entity()
export class Activity {
  @PrimaryKey()
  eventId!: string;

  @Property()
  what!: string;

  @Property()
  userId!: string;

  @Property()
  actorId!: string;
}
