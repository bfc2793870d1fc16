/** Icons that only staff screens use; the others are in `components/icons.ts`. */
export { default as Armchair } from "lucide-solid/icons/armchair";
export { default as ArrowRight } from "lucide-solid/icons/arrow-right";
export { default as ChefHat } from "lucide-solid/icons/chef-hat";
export { default as DoorClosed } from "lucide-solid/icons/door-closed";
export { default as Footprints } from "lucide-solid/icons/footprints";
export { default as HandPlatter } from "lucide-solid/icons/hand-platter";
export { default as KeyRound } from "lucide-solid/icons/key-round";
export { default as Lock } from "lucide-solid/icons/lock";
export { default as LogOut } from "lucide-solid/icons/log-out";
export { default as Moon } from "lucide-solid/icons/moon";
export { default as QrCode } from "lucide-solid/icons/qr-code";
export { default as Sun } from "lucide-solid/icons/sun";
export { default as Undo } from "lucide-solid/icons/undo-2";
export { default as User } from "lucide-solid/icons/circle-user";
