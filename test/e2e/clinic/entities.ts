import {
  Entity,
  Enum,
  Index,
  ManyToOne,
  PrimaryKey,
  Property,
  Unique,
} from '@mikro-orm/decorators/legacy';

/** A host in the plain style of MikroORM: classes with decorators, and ids that count up. */
@Entity()
export class Organization {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Property({ type: 'string' })
  name!: string;

  @Property({ type: 'string' })
  placeWord = 'Clinic';
}

@Entity()
export class Place {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @ManyToOne({ entity: () => Organization })
  organization!: Organization;

  @Property({ type: 'string' })
  title!: string;
}

@Entity()
export class JobRole {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @ManyToOne({ entity: () => Organization })
  organization!: Organization;

  @Property({ type: 'string' })
  name!: string;

  @Property({ type: 'integer' })
  rank = 1;
}

@Entity()
export class ExtraField {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @ManyToOne({ entity: () => Organization })
  organization!: Organization;

  @Property({ type: 'string' })
  label!: string;
}

export enum Kind {
  Person = 'person',
  Site = 'site',
}
export enum State {
  Active = 'active',
  Paused = 'paused',
  Gone = 'gone',
}

@Entity()
@Unique({ properties: ['organization', 'emailKey'] })
@Unique({ properties: ['organization', 'employeeNumber'] })
@Index({ properties: ['organization', 'looseNumber'] })
@Index({ properties: ['organization', 'phone'] })
export class Person {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @ManyToOne({ entity: () => Organization })
  organization!: Organization;

  @ManyToOne({ entity: () => JobRole })
  role!: JobRole;

  @ManyToOne({ entity: () => Place })
  place!: Place;

  @Enum({ items: () => Kind })
  kind!: Kind;

  @Property({ type: 'string', nullable: true })
  employeeNumber?: string;

  @Property({ type: 'string', nullable: true })
  looseNumber?: string;

  @Property({ type: 'string' })
  email!: string;

  @Property({ type: 'string' })
  emailKey!: string;

  @Property({ type: 'string' })
  givenName!: string;

  @Property({ type: 'string', nullable: true })
  familyName?: string;

  @Enum({ items: () => State })
  state!: State;

  @Property({ type: 'string', length: 3, nullable: true })
  phoneCountry?: string;

  @Property({ type: 'string', length: 20, nullable: true })
  phone?: string;

  @Property({ type: 'json' })
  extra: Record<string, string> = {};

  /** Set by the class, the database and MikroORM. */
  @Property({ type: 'datetime' })
  createdAt = new Date();

  @Property({ type: 'datetime', onUpdate: () => new Date(), nullable: true })
  updatedAt?: Date;

  @Property({ type: 'integer', version: true })
  version!: number;

  @Property({ type: 'boolean' })
  wantsNews = true;

  @Property({ type: 'integer', default: 0 })
  signIns!: number;
}

export const CLINIC = [Organization, Place, JobRole, ExtraField, Person];
