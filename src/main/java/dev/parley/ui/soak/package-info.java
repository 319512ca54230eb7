/**
 * The soak panel: many handshakes, what became of them, and which variant differs beyond chance.
 */
@NullMarked
package dev.parley.ui.soak;

import org.jspecify.annotations.NullMarked;
