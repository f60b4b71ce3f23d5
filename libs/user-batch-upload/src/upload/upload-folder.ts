import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { Request } from 'express';
import type { StorageEngine } from 'multer';
import { randomUUID } from 'node:crypto';
import { access, chmod, lstat, mkdtemp, open, readdir, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

const PREFIX = 'user-batch-upload-';
/** A socket that answers while its process lives. The system closes it, however the process ends. */
const ALIVE = 'alive';
const SWEEP_MS = 10 * 60 * 1000;
/** Longer than any request. Used only for folders without a socket. */
const LEFT_MS = 60 * 60 * 1000;

/** The private folder of this process for files of open requests. Deletes the folders of killed processes. */
@Injectable()
export class UploadFolder implements StorageEngine, OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(UploadFolder.name);
  private made?: Promise<{ path: string; socket: Server }>;
  private timer?: NodeJS.Timeout;

  async onApplicationBootstrap(): Promise<void> {
    await this.sweep();
    this.timer = setInterval(() => void this.sweep(), SWEEP_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    const made = await this.made?.catch(() => undefined);
    made?.socket.close();
    if (made) await this.delete(made.path);
  }

  /** Part of multer's StorageEngine. */
  _handleFile(
    _request: Request,
    file: Express.Multer.File,
    done: (error?: unknown, info?: Partial<Express.Multer.File>) => void,
  ): void {
    this.store(file).then(
      (path) => done(null, { path }),
      (error: unknown) => done(error),
    );
  }

  /** Part of multer's StorageEngine. */
  _removeFile(
    _request: Request,
    { path }: Express.Multer.File,
    done: (error: Error | null) => void,
  ): void {
    this.delete(path).then(() => done(null), done);
  }

  async delete(path: string): Promise<void> {
    try {
      await rm(path, { recursive: true, force: true });
    } catch (error) {
      this.logger.warn(`An upload was left behind: ${String(error)}`);
    }
  }

  private async store({ stream }: Express.Multer.File): Promise<string> {
    const path = join(await this.path(), randomUUID());
    try {
      const file = await open(path, 'wx', 0o600);
      await pipeline(stream, file.createWriteStream());
      return path;
    } catch (error) {
      await this.delete(path);
      throw error;
    }
  }

  /** Creates the folder when it is first needed, and again if the system deleted it. */
  private async path(): Promise<string> {
    try {
      const { path } = await (this.made ??= this.make());
      await access(path);
      return path;
    } catch {
      const gone = await this.made?.catch(() => undefined);
      gone?.socket.close();
      this.made = this.make();
      return (await this.made).path;
    }
  }

  private async make(): Promise<{ path: string; socket: Server }> {
    const path = await mkdtemp(join(tmpdir(), PREFIX));
    await chmod(path, 0o700);
    const socket = createServer((client) => client.destroy());
    await new Promise<void>((resolve) => {
      // Some systems have no Unix sockets: a folder without one is judged by its age.
      socket.once('error', () => resolve());
      socket.listen({ path: join(path, ALIVE), exclusive: true }, resolve);
    });
    return { path, socket: socket.unref() };
  }

  private async sweep(): Promise<void> {
    try {
      const own = (await this.made?.catch(() => undefined))?.path;
      for (const name of await readdir(tmpdir())) {
        const path = join(tmpdir(), name);
        if (name.startsWith(PREFIX) && path !== own && (await isLeftBehind(path)))
          await this.delete(path);
      }
    } catch (error) {
      this.logger.warn(`Uploads that were left behind could not be looked for: ${String(error)}`);
    }
  }
}

async function isLeftBehind(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  // It was deleted meanwhile, or belongs to another user.
  if (!found || found.uid !== (process.getuid?.() ?? found.uid)) return false;
  const answer = await new Promise<string>((resolve) => {
    const client = connect(join(path, ALIVE));
    client.once('connect', () => resolve('ALIVE'));
    client.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code ?? ''));
    client.once('close', () => client.destroy());
  });
  if (answer === 'ALIVE') return false;
  return answer === 'ECONNREFUSED' || Date.now() - found.mtimeMs > LEFT_MS;
}
