package dev.parley.ui;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** What a busy modem and its host say: polls, URCs, sends and reads of 100 bytes; one row in a million is different. */
public final class BusyTraffic {
    private final Journal journal;
    private final AtomicLong clock;
    private final Bytes payload;
    private final int lost;
    private long rows;
    private long sent;

    /** Traffic from which nothing is lost. */
    public BusyTraffic(Journal journal, AtomicLong clock) {
        this(journal, clock, 0);
    }

    /**
     * Traffic of which the modem's counters say that something was lost.
     *
     * @param lost so many bytes each way
     */
    public BusyTraffic(Journal journal, AtomicLong clock, int lost) {
        this.journal = journal;
        this.clock = clock;
        this.lost = lost;
        byte[] bytes = new byte[100];
        new java.util.Random(1).nextBytes(bytes);
        payload = Bytes.wrap(bytes);
        tx("AT+QIOPEN=1,0,\"TCP\",\"203.0.113.9\",8883,0,0\r");
        rx("\r\nOK\r\n\r\n+QIOPEN: 0,0\r\n");
    }

    public void rows(long count) {
        long end = rows + count;
        while (rows < end) {
            cycle();
        }
    }

    /** {@code perSecond} rows a second until told to stop. */
    public void stream(int perSecond, AtomicBoolean stop) {
        long began = System.nanoTime();
        long first = rows;
        while (!stop.get()) {
            long due = first + (System.nanoTime() - began) * perSecond / 1_000_000_000L;
            while (rows < due) {
                cycle();
            }
            java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
        }
    }

    private void cycle() {
        tx("AT+CSQ\r");
        rx("\r\n+CSQ: " + (rows % 31) + ",99\r\n\r\nOK\r\n");
        tx("AT+QISEND=0,100\r");
        rx("\r\n> ");
        journal.traffic(Direction.TX, payload, Event.Origin.PARLEY, tick());
        sent += payload.length();
        rx("\r\nSEND OK\r\n");
        rx("\r\n+QIURC: \"recv\",0\r\n");
        tx("AT+QIRD=0,1500\r");
        rx("\r\n+QIRD: 100\r\n");
        journal.traffic(Direction.RX, payload, Event.Origin.MODEM, tick());
        rx("\r\n\r\nOK\r\n");
        tx("AT+QISEND=0,0\r");
        rx("\r\n+QISEND: " + (sent - lost) + "," + (sent - lost - 40) + ",40\r\n\r\nOK\r\n");
        if (lost > 0) {
            tx("AT+QIRD=0,0\r");
            rx("\r\n+QIRD: " + (sent + lost) + "," + (sent + lost) + ",0\r\n\r\nOK\r\n");
            rows++;
        }
        rows += 5;
        if (rows % 1_000_000 == 700_000) {
            tx("AT+CGDCONT=1,\"IP\",\"the needle\"\r");
            rx("\r\nERROR\r\n");
            rows++;
        }
    }

    private void tx(String text) {
        journal.traffic(Direction.TX, Bytes.latin1(text), Event.Origin.PARLEY, tick());
    }

    private void rx(String text) {
        journal.traffic(Direction.RX, Bytes.latin1(text), Event.Origin.MODEM, tick());
    }

    private long tick() {
        return clock.addAndGet(1_000_000);
    }
}
