import { Redis } from 'ioredis';

const PATIENCE_MS = 1_500;

/**
 * Redis refuses a database number that it does not have and then goes on with number 0, which may be another system's.
 * A Redis that does not answer is no fault: work goes on without it.
 * @throws Error where Redis has no database of that number.
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
