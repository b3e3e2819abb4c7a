/* want: in no folder of src/ */
