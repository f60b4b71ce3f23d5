import { IsOptional, IsUUID } from 'class-validator';
import { PageNumber, PageSize } from '../http/pagination.request.js';

export class DeadLetterScopeRequest {
  /** Only those of this load. */
  @IsOptional()
  @IsUUID()
  loadId?: string;
}

export class DeadLettersRequest extends DeadLetterScopeRequest {
  @PageNumber()
  page = 1;

  @PageSize()
  pageSize = 100;
}
