/**
 * JSON that people write by hand: its values know their lines, and what is wrong is said where it stands.
 */
@NullMarked
package dev.parley.json;

import org.jspecify.annotations.NullMarked;
