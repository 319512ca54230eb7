/** The tap: where a firmware's session is listened to. */
package dev.parley.ui.tap;
