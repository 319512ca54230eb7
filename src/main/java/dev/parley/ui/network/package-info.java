/**
 * The network card: operator, cell, signal, registration and address, as the AT traffic tells of them.
 */
@NullMarked
package dev.parley.ui.network;

import org.jspecify.annotations.NullMarked;
