package org.example.harbour;

public class Harbour {
    private int ferries;

    public void arrive() {
        ferries += 1;
    }
}
