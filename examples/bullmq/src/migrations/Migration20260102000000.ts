export { UserBatchUpload0001Loads } from 'user-batch-upload';
