import { IntersectionType } from '@nestjs/swagger';
import { IsOptional, IsUUID } from 'class-validator';
import { PageRequest } from '../http/pagination.request.js';

export class DeadLetterScopeRequest {
  /** Only those of this load. */
  @IsOptional()
  @IsUUID()
  loadId?: string;
}

export class DeadLettersRequest extends IntersectionType(PageRequest, DeadLetterScopeRequest) {}
