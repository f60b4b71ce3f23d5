import { defineEntity, type EntitySchema, p } from '@mikro-orm/core';
import type { InferKyselyDB } from '@mikro-orm/sql';
import type { Language } from '../texts/language.js';
import type { Action, ChunkTask, LoadKind, LoadStatus, MatchedBy, Outcome } from './values.js';

/**
 * The tables of the library, as MikroORM knows them. Nothing is ever hydrated: queries go through typed Kysely.
 *
 * Each step of a load writes a table of its own, once: the upload writes rows, checking writes row checks, selections
 * and row keys, Finish writes outcomes and events. Until the purge only selections and chunks are updated, one record
 * for 1,000 rows, and the checks of duplicate rows. An edit replaces what the upload and checking wrote about its row,
 * and keeps what was read.
 * Times are milliseconds since 1970. Lists and objects are JSON text.
 *
 * `prefix` begins the name of every table. Columns are named as their properties, so that no naming strategy of a
 * host changes them.
 */
function tablesWithPrefix(prefix: string) {
  const named = <Name extends string>(name: Name) =>
    `${prefix}${name}` as `${typeof DEFAULT_PREFIX}${Name}`;
  return [
    defineEntity({
      name: 'BatchUploadLoad',
      tableName: named('load'),
      properties: {
        id: p.text().primary(),
        organisation_id: p.text(),
        kind: p.text().$type<LoadKind>(),
        /** The load whose rows an AGAIN load repeats. */
        from_load: p.text().nullable(),
        /** Raised by every tick, edit and fix. */
        revision: p.integer().default(1),
        status: p.text().$type<LoadStatus>(),
        refusal: p.text().nullable(),
        role_id: p.text(),
        role_name: p.text(),
        /** The language of the messages of its rows. */
        language: p.text().$type<Language>(),
        file_name: p.text(),
        file_bytes: p.bigint('number'),
        encoding: p.text().nullable(),
        delimiter: p.text().nullable(),
        sheet: p.text().nullable(),
        notices: p.text(),
        headers: p.text(),
        created_at: p.bigint('number'),
        created_by: p.text(),
        created_by_name: p.text(),
        finished_by: p.text().nullable(),
        finished_at: p.bigint('number').nullable(),
        ended_at: p.bigint('number').nullable(),
        purged_at: p.bigint('number').nullable(),
        to_purge: p.integer().default(0),
        /** Since when the load waits for workers, in STAGING and FINISHING. */
        waiting_since: p.bigint('number').nullable(),
        row_count: p.integer(),
        /** How many rows are ticked, and how many of them for an e-mail. */
        selected: p.integer(),
        emails: p.integer(),
        counts: p.text(),
        problem_counts: p.text(),
        outcome: p.text().nullable(),
      },
      indexes: [
        {
          name: `${prefix}load_by_organisation`,
          properties: ['organisation_id', 'created_at'],
        },
        { name: `${prefix}load_by_status`, properties: ['status', 'created_at'] },
        {
          name: `${prefix}load_ended`,
          properties: ['status', 'ended_at'],
          where: 'purged_at is null',
        },
        { name: `${prefix}load_to_purge`, properties: ['id'], where: 'to_purge = 1' },
      ],
    }),
    /** Rows as they were read, with the edits of the review. */
    defineEntity({
      name: 'BatchUploadRow',
      tableName: named('row'),
      properties: {
        load_id: p.text().primary(),
        line: p.integer().primary(),
        cells: p.text(),
        search: p.text(),
      },
    }),
    /** The result of checking a row. */
    defineEntity({
      name: 'BatchUploadRowCheck',
      tableName: named('row_check'),
      properties: {
        load_id: p.text().primary(),
        line: p.integer().primary(),
        action: p.text().$type<Action>(),
        user_id: p.text().nullable(),
        user_name: p.text().nullable(),
        matched_by: p.text().$type<MatchedBy>().nullable(),
        /** The load's revision when a cell of the row was last edited. */
        revision: p.integer(),
        changes: p.text(),
        problems: p.text(),
        /** `,!REQUIRED@Office,?USER_DELETED@Profile%20Status,`: errors behind `!`, warnings behind `?`. */
        problem_codes: p.text(),
      },
      indexes: [
        {
          name: `${prefix}row_check_problems`,
          properties: ['load_id', 'line'],
          where: `problem_codes <> ''`,
        },
      ],
    }),
    defineEntity({
      name: 'BatchUploadRowKey',
      tableName: named('row_key'),
      properties: {
        load_id: p.text().primary(),
        first_line: p.integer().primary(),
        hashes: p.blob(),
        keys: p.text(),
        /** What other rows have to know: hashes of the names of users, rows that give another name, administrators who become inactive. */
        held_names: p.blob(),
        renames: p.text(),
        leaving: p.text(),
      },
    }),
    defineEntity({
      name: 'BatchUploadSelection',
      tableName: named('selection'),
      properties: {
        load_id: p.text().primary(),
        first_line: p.integer().primary(),
        last_line: p.integer(),
        lines: p.text(),
        states: p.text(),
      },
    }),
    /** A fix, an edit or a tick with one: who changed cells at this revision of the load. */
    defineEntity({
      name: 'BatchUploadFix',
      tableName: named('fix'),
      properties: {
        load_id: p.text().primary(),
        revision: p.integer().primary(),
        id: p.text(),
        edited_by: p.text(),
        edited_by_name: p.text(),
        edited_at: p.bigint('number'),
      },
    }),
    /** The cells that fixes and edits changed. The newest record of a cell has its value. Texts are JSON: they may have a NUL. */
    defineEntity({
      name: 'BatchUploadEdit',
      tableName: named('edit'),
      properties: {
        load_id: p.text().primary(),
        line: p.integer().primary(),
        header: p.text().primary(),
        revision: p.integer().primary(),
        original: p.text(),
        value: p.text(),
      },
      indexes: [{ name: `${prefix}edit_by_revision`, properties: ['load_id', 'revision', 'line'] }],
    }),
    defineEntity({
      name: 'BatchUploadOutcome',
      tableName: named('outcome'),
      properties: {
        load_id: p.text().primary(),
        line: p.integer().primary(),
        outcome: p.text().$type<Outcome>(),
        reason: p.text().nullable(),
        user_id: p.text().nullable(),
      },
    }),
    defineEntity({
      name: 'BatchUploadChunk',
      tableName: named('chunk'),
      properties: {
        load_id: p.text().primary(),
        first_line: p.integer().primary(),
        last_line: p.integer(),
        row_count: p.integer(),
        task: p.text().$type<ChunkTask>().nullable(),
        fencing_token: p.integer(),
        attempts: p.integer(),
        leased_until: p.bigint('number'),
        counts: p.text(),
      },
      indexes: [{ name: `${prefix}chunk_task`, properties: ['load_id', 'task'] }],
    }),
    defineEntity({
      name: 'BatchUploadEvent',
      tableName: named('event'),
      properties: {
        // SQLite keeps an autoincrement key as INTEGER, the metadata says bigint.
        position: p.bigint('number').primary().autoincrement().ignoreSchemaChanges('type'),
        id: p.text(),
        type: p.text(),
        occurred_at: p.bigint('number'),
        organisation_id: p.text(),
        load_id: p.text(),
        /** Null for an event about the whole load, as `user_id`. */
        line: p.integer().nullable(),
        actor_id: p.text(),
        user_id: p.text().nullable(),
        changes: p.text().nullable(),
        fanned_out: p.integer(),
      },
      indexes: [
        { name: `${prefix}event_waiting`, properties: ['position'], where: 'fanned_out = 0' },
        { name: `${prefix}event_by_load`, properties: ['load_id', 'line'] },
      ],
    }),
    defineEntity({
      name: 'BatchUploadDelivery',
      tableName: named('delivery'),
      properties: {
        lane: p.text().primary(),
        position: p.bigint('number').primary(),
        listener: p.text(),
        load_id: p.text(),
        attempts: p.integer(),
        next_at: p.bigint('number'),
        dead_at: p.bigint('number').nullable(),
        error: p.text().nullable(),
      },
      indexes: [
        { name: `${prefix}delivery_by_position`, properties: ['position'] },
        { name: `${prefix}delivery_by_load`, properties: ['load_id', 'listener', 'dead_at'] },
        {
          name: `${prefix}delivery_dead`,
          properties: ['position'],
          where: 'dead_at is not null',
        },
        {
          name: `${prefix}delivery_due`,
          properties: ['listener', 'next_at', 'position'],
          where: 'dead_at is null',
        },
      ],
    }),
    /** Written and deleted again, to find out whether there is room. */
    defineEntity({
      name: 'BatchUploadProbe',
      tableName: named('probe'),
      properties: { id: p.text().primary(), filler: p.text() },
    }),
  ] as const;
}

const DEFAULT_PREFIX = 'batch_upload_';

export const TABLES = tablesWithPrefix(DEFAULT_PREFIX);

/** The tables as Kysely's types know them, by their names without a host's prefix or schema. */
export type Tables = InferKyselyDB<(typeof TABLES)[number]>;

/** The library's tables, for the `entities` of the host's MikroORM, beside the host's own. */
export const userBatchUploadEntities: readonly EntitySchema[] = TABLES;

/** The same under another prefix than `batch_upload_`, for a host that has such tables already. */
export const userBatchUploadEntitiesWithPrefix = (prefix: string): readonly EntitySchema[] =>
  tablesWithPrefix(prefix);
