import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Cookies } from './cookies.js';
import { Device } from './device.entity.js';
import { hashToken, newToken } from './tokens.js';

const COOKIE = 'platform_device';
/** Devices per e-mail. The oldest is deleted. */
const MOST = 50;
const LIFETIME_MS = 365 * 24 * 60 * 60 * 1000;

/**
 * Devices that proved an e-mail before, by its password or by a link from a mail. Wrong passwords from other devices
 * do not count against them (a device cookie, as OWASP calls it).
 */
@Injectable()
export class Devices {
  private readonly em: SqlEntityManager;

  constructor(
    em: EntityManager,
    private readonly cookies: Cookies,
  ) {
    this.em = em as SqlEntityManager;
  }

  /** The key of the device, or undefined if it never proved this e-mail. */
  async find(request: Request, emailKey: string): Promise<string | undefined> {
    const token = this.cookies.read(request, COOKIE);
    if (!token) return undefined;
    const tokenHash = hashToken(token);
    const known = await this.em.count(Device, {
      tokenHash,
      emailKey,
      expiresAt: { $gt: new Date() },
    });
    return known > 0 ? tokenHash : undefined;
  }

  /** One device can prove several e-mails: a shared computer keeps its cookie. */
  async remember(request: Request, response: Response, emailKey: string): Promise<void> {
    const old = this.cookies.read(request, COOKIE);
    const isOurs = old && (await this.em.count(Device, { tokenHash: hashToken(old) })) > 0;
    const token = isOurs ? old : newToken();
    const device = { tokenHash: hashToken(token), emailKey };
    await this.em.upsert(Device, { ...device, expiresAt: new Date(Date.now() + LIFETIME_MS) });
    await this.em.execute(
      `delete from device where email_key = ? and token_hash not in
         (select token_hash from device where email_key = ? order by expires_at desc limit ${MOST})`,
      [emailKey, emailKey],
    );
    this.cookies.write(response, COOKIE, token, LIFETIME_MS);
  }
}
