import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Attempts, type Limit } from './attempts.js';
import { Devices } from './devices.js';

const windowSeconds = 15 * 60;

/**
 * Slows down password guessing. Failed sign-ins count by address, by e-mail and address together, and with a higher
 * limit by e-mail alone, against attackers with many addresses. A device that proved the e-mail has its own counter.
 * Once that reaches its limit, the device counts like any other.
 */
@Injectable()
export class SignInLimits {
  constructor(
    private readonly attempts: Attempts,
    private readonly devices: Devices,
  ) {}

  /** `signIn` resolves to undefined if the attempt fails. */
  async limit<Found>(
    request: Request,
    emailKey: string,
    signIn: () => Promise<Found | undefined>,
  ): Promise<Found | undefined> {
    const device = await this.devices.find(request, emailKey);
    return this.attempts.limit(
      `sign-in ${device ?? emailKey}`,
      () => this.limitsOf(request.ip ?? '', emailKey, device),
      signIn,
    );
  }

  private async limitsOf(
    address: string,
    emailKey: string,
    device: string | undefined,
  ): Promise<Limit[]> {
    if (device) {
      const own = [{ what: 'device', who: `${device} ${emailKey}`, most: 10, windowSeconds }];
      if ((await this.attempts.secondsLeft(own)) === 0) return own;
    }
    return [
      { what: 'address', who: address, most: 100, windowSeconds },
      { what: 'e-mail and address', who: `${emailKey} ${address}`, most: 10, windowSeconds },
      { what: 'e-mail', who: emailKey, most: 50, windowSeconds },
    ];
  }
}
