import { Redis } from 'ioredis';

const PATIENCE_MS = 1_500;

/**
 * Redis answers an unknown database number with an error and then uses number 0, which may belong to another system.
 * An unreachable Redis is no error: work goes on without it.
 * @throws Error if Redis has no database with that number.
 */
export async function checkRedis(url: string): Promise<void> {
  const { pathname } = new URL(url);
  const number = Number(pathname.slice(1));
  if (number === 0) return;
  const redis = new Redis(Object.assign(new URL(url), { pathname: '' }).href, {
    lazyConnect: true,
    connectTimeout: PATIENCE_MS,
    commandTimeout: PATIENCE_MS,
    retryStrategy: null,
  });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    await redis.select(number);
  } catch (error) {
    const { name, message } = error as Error;
    if (name === 'ReplyError' && message.startsWith('ERR'))
      throw new Error(`REDIS_URL: this Redis has no database ${number} (${message}).`, {
        cause: error,
      });
  } finally {
    redis.disconnect();
  }
}
