export { useMe } from './api/getMe';
export { useLogout } from './api/logout';
export { useUpdateMe } from './api/updateMe';
export { useChangePassword } from './api/changePassword';
export { useDeleteMe } from './api/deleteMe';
export { useSignedIn } from './useSignedIn';
export { useToday } from './useToday';
export { passwordFault } from './password';
